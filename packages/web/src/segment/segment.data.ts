import type { Info as Contact } from "@rapport/core/contact/schema";
import type { Filter } from "@rapport/core/kernel/filter";
import type { Count, Create, Info } from "@rapport/core/segment/schema";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";

export type Segment = Info;
export type { Count, Filter };

export const segments = recordData<Segment, Create>("segment", "/segments");

/** How many contacts a filter matches, exactly, and ten of them. */
export const countQuery = (filter: Filter | undefined) =>
  queryOptions({
    queryKey: ["contact", "list", "count", filter] as const,
    queryFn: ({ signal }) => api.post<Count>("/segments/count", { filter }, { signal }),
    enabled: filter !== undefined,
  });

export const sizeQuery = (id: string) =>
  queryOptions({
    queryKey: keys.part("segment", id, "count"),
    queryFn: ({ signal }) =>
      api.get<{ count: number; state: Segment["state"] }>(`/segments/${id}/count`, { signal }),
    refetchInterval: (query) => (query.state.data?.state === "filling" ? 2_000 : false),
  });

/** Asked again when the segment is filled: before, nobody is in it. */
export const membersOf = (id: string, state: Segment["state"]) =>
  infiniteQueryOptions({
    queryKey: keys.part("segment", id, "members", { state }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Contact>>(`/segments/${id}/members`, { query: { limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor,
  });

/** Imports to choose from, the latest first. */
export const importsQuery = queryOptions({
  queryKey: keys.list("import", { part: "names" }),
  queryFn: ({ signal }) =>
    api.get<Page<{ id: string; fileName: string }>>("/imports", { query: { limit: 50 }, signal }),
});
