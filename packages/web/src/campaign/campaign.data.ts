import type { Audience, Create, Info, Outcome, RecipientInfo, Results } from "@rapport/core/campaign/schema";
import type { CampaignResult } from "@rapport/core/report/schema";
import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";
import { sizeQuery } from "../segment/segment.data.ts";

export type Campaign = Info;
export type Recipient = RecipientInfo;
export type { Audience, Outcome, Results };

export const campaigns = recordData<Campaign, Create>("campaign", "/campaigns");

const audienceQuery = (campaign: Campaign) =>
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

/** Who will get it, once the segment is filled: before, it would be too few. */
export function useAudience(campaign: Campaign) {
  const size = useQuery({
    ...sizeQuery(campaign.segmentId ?? ""),
    enabled: campaign.segmentId !== undefined,
  });
  const asked = audienceQuery(campaign);
  const filled = size.data?.state === "ready";
  return useQuery({ ...asked, enabled: asked.enabled === true && filled });
}

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

/** Who got it, or those of one outcome. A page of a rare outcome may hold nobody: the next one goes on. */
export const recipientsQuery = (id: string, outcome: Outcome | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.part("campaign", id, "recipients", { outcome }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Recipient>>(`/campaigns/${id}/recipients`, {
        query: { outcome, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.cursor,
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

/** Says what became of the mails of which SES said nothing for a day. */
export function useDecide(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (as: "sent" | "failed") => api.post<unknown>(`/campaigns/${id}/decide`, { as }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.all("campaign") }),
  });
}

/** Puts what was made for a campaign into it. */
export async function giveTo(
  client: QueryClient,
  id: string,
  patch: { segmentId: string } | { templateId: string },
): Promise<Campaign> {
  const before = await api.get<Campaign>(`/campaigns/${id}`);
  const campaign = await api.patch<Campaign>(`/campaigns/${id}`, patch, { version: before.version });
  client.setQueryData(keys.record("campaign", id), campaign);
  return campaign;
}

/** Results of the campaigns of the last twelve months, for their list. */
export const reportedQuery = queryOptions({
  queryKey: keys.list("campaign", { part: "results" }),
  queryFn: ({ signal }) => api.get<Page<CampaignResult>>("/reports/campaigns", { signal }),
  select: ({ items }) => new Map(items.map((one) => [one.id, one])),
});
