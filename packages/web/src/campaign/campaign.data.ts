import type { Audience, Create, Info, Results } from "@rapport/core/campaign/schema";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keys, recordData } from "../api/index.ts";

export type Campaign = Info;
export type { Audience, Results };

export const campaigns = recordData<Campaign, Create>("campaign", "/campaigns");

export const audienceQuery = (campaign: Campaign) =>
  queryOptions({
    queryKey: keys.part("campaign", campaign.id, "audience", {
      segment: campaign.segmentId,
      topic: campaign.topic,
      basis: campaign.basis,
      cap: campaign.cap,
    }),
    queryFn: ({ signal }) => api.get<Audience>(`/campaigns/${campaign.id}/audience`, { signal }),
    enabled:
      campaign.segmentId !== undefined && (campaign.state === "draft" || campaign.state === "scheduled"),
    retry: false,
  });

const moving: readonly Campaign["state"][] = ["running", "paused"];
export const isStarted = (campaign: Campaign) => !["draft", "scheduled"].includes(campaign.state);

/** Fresh every few seconds while mails go out; live updates do the rest. */
export const resultsQuery = (campaign: Campaign) =>
  queryOptions({
    queryKey: keys.part("campaign", campaign.id, "results"),
    queryFn: ({ signal }) => api.get<Results>(`/campaigns/${campaign.id}/results`, { signal }),
    enabled: isStarted(campaign),
    refetchInterval: moving.includes(campaign.state) ? 4_000 : 30_000,
  });

export type Act = "send" | "pause" | "resume" | "cancel" | "unschedule" | { sendAt: string };

/** One of the campaign's verbs; its record is fresh afterwards. */
export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: Act) =>
      typeof act === "string"
        ? api.post<Campaign>(`/campaigns/${id}/${act}`)
        : api.post<Campaign>(`/campaigns/${id}/schedule`, act),
    onSuccess: (campaign) => client.setQueryData(keys.record("campaign", id), campaign),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all("campaign") }),
  });
}
