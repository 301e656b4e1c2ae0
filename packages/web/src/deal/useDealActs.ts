import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { boardQuery, type Deal, deals, type Pipeline, placeOf, type Target, useMove } from "./deal.data.ts";

/** Moves, wins, loses and reopens deals: at once on the screen, said in one line, taken back by Z. */
export function useDealActs() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { mutateAsync: move } = useMove();
  const { mutateAsync: edit } = deals.useEdit();
  const onError = (error: unknown) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 });

  async function to(deal: Deal, pipeline: Pipeline, target: Target): Promise<void> {
    const stage = pipeline.stages.find((one) => one.id === target.stageId);
    const home = placeOf(client.getQueryData(boardQuery(deal.pipelineId).queryKey), deal);
    const back = async (moved: Deal) => {
      const returned = await move({ deal: moved, to: home });
      // Closing and opening again sets the forecast; what the owner had promised comes back too.
      if (returned.forecast !== deal.forecast && deal.status === "open")
        await edit([{ record: returned, patch: { forecast: deal.forecast } }]);
    };
    try {
      const moved = await move({ deal, to: target });
      if (stage?.id === deal.stageId) return;
      const name = deal.name;
      const text =
        stage?.type === "won"
          ? t("deal.toWon", { name })
          : stage?.type === "lost"
            ? t("deal.toLost", { name })
            : t("deal.toStage", { name, stage: stage?.name });
      toast({ text, undo: () => back(moved).catch(onError) });
    } catch (error) {
      onError(error);
    }
  }

  const closed = (pipeline: Pipeline, type: "won" | "lost") =>
    pipeline.stages.find((stage) => stage.type === type)?.id ?? "";

  return {
    move: to,
    win: (deal: Deal, pipeline: Pipeline) => to(deal, pipeline, { stageId: closed(pipeline, "won") }),
    lose: (deal: Deal, pipeline: Pipeline, lostReason: string) =>
      to(deal, pipeline, { stageId: closed(pipeline, "lost"), lostReason }),
    /** To the stage that it was closed from, if that is known, else the first. */
    reopen: (deal: Deal, pipeline: Pipeline, stageId?: string) =>
      to(deal, pipeline, {
        stageId: stageId ?? pipeline.stages.find((stage) => stage.type === "open")?.id ?? "",
      }),
  };
}
