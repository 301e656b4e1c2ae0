import { queryOptions } from "@tanstack/react-query";
import { api, keys, type Page } from "../api/index.ts";
import { lookup } from "../shell/lookup.ts";

export type Person = { value: string; label: string };
type Named = { id: string; name: string };

/** Contacts whose words begin with what was typed, to preview a mail as one of them. */
export const findPeople = (text: string, signal: AbortSignal): Promise<Person[]> =>
  lookup("contact", text, signal);

/** Some to look at a mail as, one after another: of a segment, else the newest contacts. */
export const readersQuery = (segmentId?: string) =>
  queryOptions({
    queryKey: keys.list("contact", { part: "readers", segmentId }),
    queryFn: ({ signal }) =>
      api.get<Page<Named>>(segmentId ? `/segments/${segmentId}/members` : "/contacts", {
        query: { limit: 12 },
        signal,
      }),
    select: ({ items }): Person[] => items.map(({ id, name }) => ({ value: id, label: name })),
  });
