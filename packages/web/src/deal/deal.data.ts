import type { Create, Info, StageLog } from "@rapport/core/deal/schema";
import type { Info as PipelineInfo } from "@rapport/core/pipeline/schema";
import type { Deals as ByMonth, Totals } from "@rapport/core/report/schema";
import { type QueryClient, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";

export type Deal = Info;
export type NewDeal = Create;
export type Pipeline = PipelineInfo;
export type Stage = Pipeline["stages"][number];
export type Stay = StageLog;
export type Board = { pipeline: Pipeline; items: Deal[]; complete: boolean };

export const deals = recordData<Deal, NewDeal>("deal", "/deals");
export const pipelines = recordData<Pipeline, object>("pipeline", "/pipelines");

export const pipelinesQuery = queryOptions({
  queryKey: keys.list("pipeline", { limit: 50 }),
  queryFn: ({ signal }) => api.get<Page<Pipeline>>("/pipelines", { query: { limit: 50 }, signal }),
});

/** Every open deal of a pipeline, by stage and place. */
export const boardQuery = (pipelineId: string) =>
  queryOptions({
    queryKey: keys.list("deal", { board: pipelineId }),
    queryFn: ({ signal }) => api.get<Board>(`/pipelines/${pipelineId}/board`, { signal }),
  });

export const stagesQuery = (id: string) =>
  queryOptions({
    queryKey: keys.part("deal", id, "stages"),
    queryFn: ({ signal }) => api.get<Page<Stay>>(`/deals/${id}/stages`, { signal }),
  });

/** The deals of a company or of a contact. */
export const dealsOf = (query: { companyId: string } | { contactId: string }) =>
  queryOptions({
    queryKey: keys.list("deal", { ...query, of: true }),
    queryFn: ({ signal }) => api.get<Page<Deal>>("/deals", { query: { ...query, limit: 50 }, signal }),
  });

type Closed = {
  status: "won" | "lost";
  ownerId?: string | undefined;
  month?: string | undefined;
  since?: string | undefined;
};

/** Whether a sum is kept of them: nobody's are counted by month only. */
export const isSummed = ({ ownerId, month, since }: Closed) =>
  month || since ? !(month && since) : ownerId !== "none";

/** How many I see that were closed so, by the month in which they were: sums that are kept. Null where none reaches so far back. */
export const closedCount = (of: Closed) =>
  queryOptions({
    queryKey: ["deal", "count", of] as const,
    queryFn: async ({ signal }) => {
      const { status, ownerId, month } = of;
      const from = month ?? of.since;
      if (!from) {
        const { deals } = await api.get<Totals>("/reports/totals", { query: { ownerId }, signal });
        return deals[status];
      }
      const { months } = await api.get<ByMonth>("/reports/deals", { query: { from, to: month }, signal });
      if (months[0]?.month !== from) return null;
      const whose = ownerId === "none" ? undefined : ownerId;
      const counts = months.map((one) => {
        const told = ownerId ? one.owners.find((owner) => owner.ownerId === whose) : one;
        return told?.[status].count ?? 0;
      });
      return counts.reduce((sum, count) => sum + count, 0);
    },
  });

/** Where a deal goes: a stage, and between which cards; neither = the column's end. */
export type Target = {
  stageId: string;
  after?: string | null;
  before?: string | null;
  lostReason?: string | undefined;
};
export type Moving = { deal: Deal; to: Target };

/** The board's cards with one of them moved; a closed one leaves. */
export function withMoved(board: Board, deal: Deal, to: Target): Board {
  const stage = board.pipeline.stages.find((one) => one.id === to.stageId);
  const rest = board.items.filter((one) => one.id !== deal.id);
  if (stage?.type !== "open") return { ...board, items: rest };
  const entered =
    deal.stageId === stage.id
      ? {}
      : { stageEnteredAt: new Date().toISOString(), probability: stage.probability };
  const moved: Deal = { ...deal, ...entered, stageId: stage.id, status: "open" };
  const index = to.before
    ? rest.findIndex((one) => one.id === to.before)
    : to.after
      ? rest.findIndex((one) => one.id === to.after) + 1
      : rest.length;
  const at = index < 0 ? rest.length : index;
  return { ...board, items: [...rest.slice(0, at), moved, ...rest.slice(at)] };
}

/** Where a card stands now, so that a move can be taken back. */
export function placeOf(board: Board | undefined, deal: Deal): Target {
  const column = board?.items.filter((one) => one.stageId === deal.stageId) ?? [];
  const at = column.findIndex((one) => one.id === deal.id);
  return {
    stageId: deal.stageId,
    after: column[at - 1]?.id ?? null,
    before: at < 0 ? null : (column[at + 1]?.id ?? null),
    lostReason: deal.lostReason,
  };
}

function keep(client: QueryClient, deal: Deal): void {
  client.setQueryData(keys.record("deal", deal.id), deal);
  client.setQueryData(
    boardQuery(deal.pipelineId).queryKey,
    (board) => board && { ...board, items: board.items.map((one) => (one.id === deal.id ? deal : one)) },
  );
}

/** Moves at once on the screen; a refusal puts the card back. No version: the stage alone is what is decided here. */
export function useMove() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ deal, to }: Moving) => api.post<Deal>(`/deals/${deal.id}/move`, to),
    onMutate: async ({ deal, to }) => {
      const { queryKey } = boardQuery(deal.pipelineId);
      await client.cancelQueries({ queryKey });
      const before = client.getQueryData(queryKey);
      if (before) client.setQueryData(queryKey, withMoved(before, deal, to));
      return { before };
    },
    onError: (_error, { deal }, kept) => {
      if (kept?.before) client.setQueryData(boardQuery(deal.pipelineId).queryKey, kept.before);
    },
    onSuccess: (moved) => keep(client, moved),
    // Lists follow by themselves within seconds; read now, an index might still show the card where it was.
    onSettled: (_moved, _error, { deal }) =>
      client.invalidateQueries({ queryKey: stagesQuery(deal.id).queryKey }),
  });
}
