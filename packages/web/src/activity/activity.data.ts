import type { Create, Info, Kind } from "@rapport/core/activity/schema";
import type { Entry } from "@rapport/core/timeline/schema";
import { infiniteQueryOptions, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, type Page, recordData } from "../api/index.ts";

export type Activity = Info;
export type ActivityKind = Kind;
export type TimelineEntry = Entry;

export const activities = recordData<Activity, Create>("activity", "/activities");

/** The timeline of a contact, company or deal; `kind` narrows it. */
export function timelineQuery(party: string, kind?: string) {
  return infiniteQueryOptions({
    queryKey: ["activity", "list", { party, kind }],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<TimelineEntry>>(`/timeline/${party}`, {
        query: { limit: 50, kind, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor,
  });
}

/** Reads again what carries something of an activity: timelines, agendas, and the deals whose next one it may be. */
export function refreshActivities(client: QueryClient): Promise<unknown> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [noun, kind] }) => noun === "activity" || (noun === "deal" && kind === "record"),
  });
}

/** Completes a task; holds a call or meeting. */
export function useComplete() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post(`/activities/${id}/complete`),
    onSettled: () => refreshActivities(client),
  });
}
