import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Composable } from "../activity/Composer.tsx";
import { type Compose, RecordTimeline } from "../activity/RecordTimeline.tsx";
import { asProblem } from "../api/index.ts";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Properties, RecordLayout } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { RecordSkeleton } from "../ui/record/RecordSkeleton.tsx";
import { DealMenu, useDealActions } from "./DealActions.tsx";
import { DealParties } from "./DealParties.tsx";
import css from "./DealRecord.module.css";
import { DealSentence } from "./DealSentence.tsx";
import { type Deal, deals, type Pipeline, pipelines } from "./deal.data.ts";
import { NextStep } from "./NextStep.tsx";
import { StagePath } from "./StagePath.tsx";
import { useDealProperties } from "./useDealProperties.tsx";

/** One deal, as a page or in a panel. */
export function DealRecord(props: { id: string; narrow?: boolean; onName?: (name: string) => void }) {
  const query = useQuery(deals.record(props.id));
  const pipeline = useQuery({
    ...pipelines.record(query.data?.pipelineId ?? ""),
    enabled: !!query.data,
  });
  const { onName } = props;
  const name = query.data?.name;
  useEffect(() => {
    if (name) onName?.(name);
  }, [name, onName]);
  const failed = query.error ? query : pipeline.error ? pipeline : undefined;
  if (failed?.error)
    return (
      <div className={menu.notice}>
        <ErrorNotice problem={asProblem(failed.error)} onRetry={() => void failed.refetch()} />
      </div>
    );
  if (!query.data || !pipeline.data) return <RecordSkeleton narrow={props.narrow} />;
  return <Loaded deal={query.data} pipeline={pipeline.data} narrow={props.narrow ?? false} />;
}

function Loaded({ deal, pipeline, narrow }: { deal: Deal; pipeline: Pipeline; narrow: boolean }) {
  const { t } = useTranslation();
  const acts = useRecordActs(deals);
  const [compose, setCompose] = useState<Compose>({ kind: "note", focusKey: 0 });
  const write = (kind: Composable) => setCompose((before) => ({ kind, focusKey: before.focusKey + 1 }));
  const save = (patch: Record<string, unknown>) => acts.edit([{ record: deal, patch }]);
  const properties = useDealProperties(deal, pipeline, save);
  const [losing, setLosing] = useState(false);
  const actions = useDealActions({ deal, pipeline, write, onLose: () => setLosing(true) });
  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{deal.name}</span>}
      sentence={<DealSentence deal={deal} pipeline={pipeline} />}
      next={deal.status === "open" && !deal.removedAt && <NextStep deal={deal} />}
      actions={actions}
      menu={<DealMenu deal={deal} pipeline={pipeline} losing={losing} onLosing={setLosing} />}
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={
        <div className={css.centre}>
          <StagePath deal={deal} pipeline={pipeline} />
          <RecordTimeline party={deal.id} compose={compose} onCompose={setCompose} />
        </div>
      }
      related={<DealParties deal={deal} onSave={save} />}
    />
  );
}
