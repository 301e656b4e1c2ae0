import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import type { Deal, Pipeline, Stage } from "./deal.data.ts";
import { stagesQuery } from "./deal.data.ts";
import css from "./StagePath.module.css";
import { useDealActs } from "./useDealActs.ts";

const day = 86_400_000;

/** The way through the stages and the time spent in each; a stage moves the deal there. */
export function StagePath({ deal, pipeline }: { deal: Deal; pipeline: Pipeline }) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useDealActs();
  const log = useQuery(stagesQuery(deal.id));
  const stays = log.data?.items ?? [];
  const open = pipeline.stages.filter((stage) => stage.type === "open");
  const ended = deal.status === "open" ? undefined : pipeline.stages.find((one) => one.id === deal.stageId);
  const stages = ended ? [...open, ended] : open;
  const reached = Math.max(...stays.map((stay) => open.findIndex((stage) => stage.id === stay.to)), -1);
  const at = ended ? stages.length - 1 : open.findIndex((stage) => stage.id === deal.stageId);
  const mayMove = me.may("deal:write") && !deal.removedAt && deal.status === "open";

  const spent = (stage: Stage): number | undefined => {
    const here = stays.filter((stay) => stay.to === stage.id);
    if (here.length === 0) return undefined;
    const lasted = here.map((stay) => stay.durationMs ?? Date.now() - Date.parse(stay.enteredAt));
    return lasted.reduce((sum, time) => sum + time, 0);
  };
  const time = (stage: Stage) => {
    const ms = stage.type === "open" ? spent(stage) : undefined;
    if (ms === undefined) return "";
    return ms < day ? t("deal.path.underDay") : t("deal.days", { count: Math.floor(ms / day) });
  };
  return (
    <ol className={css.path} aria-label={t("deal.path.label")}>
      {stages.map((stage, index) => {
        const state = index === at ? "here" : index < at || index <= reached ? "passed" : "ahead";
        const tone = stage.type === "open" ? undefined : stage.type;
        const inside = (
          <>
            <span className={css.dot} aria-hidden />
            <span className={css.name} dir="auto">
              {stage.name}
            </span>
            <span className={css.time}>{time(stage) || "\u00a0"}</span>
          </>
        );
        return (
          <li
            key={stage.id}
            className={css.stage}
            data-state={state}
            data-tone={tone}
            aria-current={index === at ? "step" : undefined}
          >
            {mayMove && index !== at ? (
              <button
                type="button"
                className={css.go}
                title={t("deal.path.move", { stage: stage.name })}
                onClick={() => void acts.move(deal, pipeline, { stageId: stage.id })}
              >
                {inside}
              </button>
            ) : (
              <span className={css.go}>{inside}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}
