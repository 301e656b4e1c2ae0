import type { Create, Info } from "@rapport/core/contact/schema";
import type { Contacts as ByDay, Funnel } from "@rapport/core/report/schema";
import type { Info as Segment } from "@rapport/core/segment/schema";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";
import { addDays, today } from "../format/index.ts";

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

/** Which contacts are counted: a segment's, or those of an owner, of days, a source, a lifecycle; all of them without. */
export type Counted = {
  owner?: string | undefined;
  segment?: string | undefined;
  since?: string | undefined;
  before?: string | undefined;
  source?: string | undefined;
  lifecycle?: string | undefined;
};

/** Both included, as the report takes them. */
const daysOf = ({ since = "", before }: Counted) => ({
  from: since,
  to: before ? addDays(before, -1) : today(),
});

/** Whether a sum is kept of them: by day and source for a year at most, or by lifecycle. */
export function isSummed(of: Counted): boolean {
  if (of.segment) return true;
  if (!of.since) return !of.before && !of.source;
  const { from, to } = daysOf(of);
  return !of.lifecycle && from <= to && to < addDays(from, 366);
}

/** How many I see: sums that are kept, no list is read for them. */
export const contactCount = (of: Counted) =>
  queryOptions({
    queryKey: ["contact", "count", of] as const,
    queryFn: async ({ signal }) => {
      const ownerId = of.owner;
      if (of.segment)
        return (await api.get<{ count: number }>(`/segments/${of.segment}/count`, { signal })).count;
      if (of.since) {
        const query = { ...daysOf(of), ownerId };
        const { total, bySource } = await api.get<ByDay>("/reports/contacts", { query, signal });
        return of.source ? (bySource.find(({ source }) => source === of.source)?.count ?? 0) : total;
      }
      const { total, steps } = await api.get<Funnel>("/reports/funnel", { query: { ownerId }, signal });
      return of.lifecycle ? (steps.find(({ lifecycle }) => lifecycle === of.lifecycle)?.count ?? 0) : total;
    },
  });

/** Segments to choose from. */
export const segmentChoices = queryOptions({
  queryKey: keys.list("segment", { choices: true }),
  queryFn: ({ signal }) => api.get<Page<Segment>>("/segments", { query: { limit: 200 }, signal }),
  select: ({ items }) => items.map(({ id, name }) => ({ value: id, label: name })),
});
