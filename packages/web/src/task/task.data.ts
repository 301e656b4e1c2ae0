import { type InfiniteData, type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { type Activity, activities } from "../activity/activity.data.ts";
import { isOpen } from "../activity/late.ts";
import { api, keys, type Page } from "../api/index.ts";

type Pages = InfiniteData<Page<Activity>, string | undefined>;

/** What a member still has to do, soonest first. */
export const agenda = (owner: string) => activities.list({ agenda: owner });

/** Puts an activity where it now belongs in every agenda that is loaded: at its time, at its owner's, or nowhere. */
export function replan(client: QueryClient, activity: Activity): void {
  client.setQueryData(keys.record("activity", activity.id), activity);
  const listed = isOpen(activity) && !activity.removedAt;
  for (const [queryKey, data] of client.getQueriesData<Pages>({ queryKey: ["activity", "list"] })) {
    const owner = (queryKey[2] as { agenda?: string } | undefined)?.agenda;
    if (!owner || !data?.pages) continue;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.filter((one) => one.id !== activity.id),
    }));
    if (listed && activity.ownerId === owner) {
      const page = pages.find((one) => (one.items.at(-1)?.at ?? "") >= activity.at) ?? pages.at(-1);
      page?.items.push(activity);
      page?.items.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    }
    client.setQueryData(queryKey, { ...data, pages });
  }
}

export type Change = Partial<Pick<Activity, "state" | "at" | "title" | "ownerId">>;

/** Changes at once on the screen, then as the server says; a refusal puts back what was. */
export function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ activity, change }: { activity: Activity; change: Change }) =>
      api.patch<Activity>(`/activities/${activity.id}`, change),
    onMutate: ({ activity, change }) => replan(client, { ...activity, ...change }),
    onError: (_error, { activity }) => replan(client, activity),
    onSuccess: (changed) => replan(client, changed),
  });
}
