import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useMembers } from "../member/member.data.ts";
import { byCreation } from "../shell/byCreation.ts";
import type { ListSearch } from "../shell/listSearch.ts";
import { contactCount, contactsIn, isSummed, segmentChoices } from "./contact.data.ts";
import { useLifecycleOptions } from "./lifecycle.tsx";
import { useSourceOptions } from "./source.ts";
import { useCreatedFilter } from "./useCreatedFilter.ts";

export type Patch = { [Name in keyof ListSearch]: ListSearch[Name] | undefined };

/** What a segment's list does not ask besides. */
const plain: Patch = {
  owner: undefined,
  order: undefined,
  since: undefined,
  before: undefined,
  source: undefined,
  lifecycle: undefined,
};

/**
 * Which contacts the list shows: a segment's, or one owner's, of some days, a source, a lifecycle. All are answered
 * page by page; any other condition is a segment to be, which keeps its members and their count.
 */
export function useContactView(search: ListSearch, change: (patch: Patch) => void) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const members = useMembers();
  const lifecycles = useLifecycleOptions();
  const sources = useSourceOptions();
  const { shelf, owner, segment, order, since, before, source, lifecycle } = search;
  const segments = useQuery({ ...segmentChoices, enabled: me.may("segment:read") });
  const of = { segment, owner, since, before, source, lifecycle };
  // The count of a segment is everybody's in it: who sees a part of them is not told another number than the rows.
  const isMine = segment ? me.member.visibility === "all" : me.mayCount(owner);
  const counted = !shelf && isMine && isSummed(of);
  const total = useQuery({ ...contactCount(of), enabled: counted });
  const set = (patch: Patch) => change({ ...patch, segment: undefined });
  const created = useCreatedFilter(search, set);
  const filters = [
    {
      key: "owner",
      label: t("contact.field.owner"),
      value: owner ?? "",
      options: members.options,
      onChange: (id: string) => set({ owner: id || undefined }),
    },
    {
      key: "lifecycle",
      label: t("contact.field.lifecycle"),
      value: lifecycle ?? "",
      options: lifecycles,
      onChange: (value: string) => set({ lifecycle: value || undefined }),
    },
    {
      key: "source",
      label: t("contact.field.source"),
      value: source ?? "",
      options: sources,
      onChange: (value: string) => set({ source: value || undefined }),
    },
    created,
    {
      key: "segment",
      label: t("segment.one"),
      value: segment ?? "",
      options: segments.data ?? [],
      onChange: (id: string) => change(id ? { ...plain, segment: id } : { segment: undefined }),
    },
  ];
  return {
    query: { ownerId: owner, order, createdSince: since, createdBefore: before, source, lifecycle },
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
