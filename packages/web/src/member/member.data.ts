import type { Info } from "@rapport/core/member/schema";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, keys, type Page } from "../api/index.ts";

export type Member = Info;

export const membersQuery = queryOptions({
  queryKey: keys.list("member"),
  queryFn: ({ signal }) => api.get<Page<Member>>("/members", { query: { limit: 200 }, signal }),
  select: (page) => page.items,
});

/** Colleagues by id, for owners' names and choices. Empty until they are here. */
export function useMembers() {
  const { data } = useQuery(membersQuery);
  return useMemo(() => {
    const members = data ?? [];
    return {
      nameOf: (id: string | undefined) => members.find((member) => member.id === id)?.name ?? "",
      options: members
        .filter((member) => member.active)
        .map((member) => ({ value: member.id, label: member.name })),
    };
  }, [data]);
}
