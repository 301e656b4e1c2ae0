import type { Create, Info } from "@rapport/core/contact/schema";
import type { Funnel } from "@rapport/core/report/schema";
import type { Info as Segment } from "@rapport/core/segment/schema";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";

export type Contact = Info;
export type NewContact = Create;
export type { Lifecycle } from "@rapport/core/contact/schema";

export const contacts = recordData<Contact, NewContact>("contact", "/contacts");

/** Who is in a segment, newest first: a list of contacts like any other. */
export const contactsIn = (segment: string) =>
  infiniteQueryOptions({
    queryKey: keys.list("contact", { segment }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Contact>>(`/segments/${segment}/members`, {
        query: { limit: 100, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor,
  });

/** How many contacts I see in all, or how many are in a segment: sums that are kept, no list is read for them. */
export const contactCount = (segment: string | undefined) =>
  queryOptions({
    queryKey: ["contact", "count", segment] as const,
    queryFn: async ({ signal }) =>
      segment
        ? (await api.get<{ count: number }>(`/segments/${segment}/count`, { signal })).count
        : (await api.get<Funnel>("/reports/funnel", { signal })).total,
  });

/** Segments to choose from. */
export const segmentChoices = queryOptions({
  queryKey: keys.list("segment", { choices: true }),
  queryFn: ({ signal }) => api.get<Page<Segment>>("/segments", { query: { limit: 200 }, signal }),
  select: ({ items }) => items.map(({ id, name }) => ({ value: id, label: name })),
});
