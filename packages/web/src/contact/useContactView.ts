import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useMembers } from "../member/member.data.ts";
import { byCreation } from "../shell/byCreation.ts";
import type { ListSearch } from "../shell/listSearch.ts";
import { contactCount, contactsIn, segmentChoices } from "./contact.data.ts";

type Patch = { [Name in keyof ListSearch]: ListSearch[Name] | undefined };

/**
 * Which contacts the list shows: one owner's, or a segment's. Both are answered by an index, page by page; any other
 * condition is a segment to be, which keeps its members and their count.
 */
export function useContactView(search: ListSearch, change: (patch: Patch) => void) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const members = useMembers();
  const { shelf, owner, segment, order } = search;
  const segments = useQuery({ ...segmentChoices, enabled: me.may("segment:read") });
  // The count of a segment is everybody's in it: who sees a part of them is not told another number than the rows.
  const counted = !shelf && !owner && (segment ? me.member.visibility === "all" : me.may("report:read"));
  const total = useQuery({ ...contactCount(segment), enabled: counted });
  const filters = [
    {
      key: "owner",
      label: t("contact.field.owner"),
      value: owner ?? "",
      options: members.options,
      onChange: (id: string) => change({ owner: id || undefined, segment: undefined }),
    },
    {
      key: "segment",
      label: t("segment.one"),
      value: segment ?? "",
      options: segments.data ?? [],
      onChange: (id: string) => change({ segment: id || undefined, owner: undefined, order: undefined }),
    },
  ];
  return {
    query: { ownerId: owner, order },
    list: segment && !shelf ? contactsIn(segment) : undefined,
    total: counted ? total.data : undefined,
    filters: shelf ? [] : filters,
    more:
      !shelf && me.may("segment:write")
        ? { label: t("contact.filter.more"), run: () => void navigate({ to: "/segments/new" }) }
        : undefined,
    ...(segment ? {} : byCreation(order, (next) => change({ order: next }))),
  };
}
