import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { NextStep } from "../activity/NextStep.tsx";
import { RecordTimeline } from "../activity/RecordTimeline.tsx";
import { useWriting } from "../activity/useWriting.tsx";
import { keys, useNames } from "../api/index.ts";
import { RecordOf, type RecordProps } from "../shell/RecordOf.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { Properties, RecordLayout } from "../ui/record/index.ts";
import { DealMenu, useDealActions } from "./DealActions.tsx";
import { DealParties } from "./DealParties.tsx";
import css from "./DealRecord.module.css";
import { DealSentence } from "./DealSentence.tsx";
import { type Deal, deals, type Pipeline, pipelines } from "./deal.data.ts";
import { StagePath } from "./StagePath.tsx";
import { useDealProperties } from "./useDealProperties.tsx";

/** One deal, as a page or in a panel. */
export function DealRecord(props: RecordProps) {
  return (
    <RecordOf query={useQuery(deals.record(props.id))} narrow={props.narrow} onName={props.onName}>
      {(deal) => <InPipeline deal={deal} narrow={props.narrow ?? false} />}
    </RecordOf>
  );
}

function InPipeline({ deal, narrow }: { deal: Deal; narrow: boolean }) {
  return (
    <RecordOf query={useQuery(pipelines.record(deal.pipelineId))} narrow={narrow}>
      {(pipeline) => <Loaded deal={deal} pipeline={pipeline} narrow={narrow} />}
    </RecordOf>
  );
}

function Loaded({ deal, pipeline, narrow }: { deal: Deal; pipeline: Pipeline; narrow: boolean }) {
  const { t } = useTranslation();
  const acts = useRecordActs(deals);
  const {
    compose,
    setCompose,
    actions: writing,
    mayMail,
  } = useWriting({ mails: !deal.removedAt && deal.contacts.length > 0 });
  const names = useNames(
    "contact",
    "/contacts",
    deal.contacts.map(({ contactId }) => contactId),
  );
  const recipients = deal.contacts.flatMap(({ contactId: id }) =>
    names[id] ? [{ id, name: names[id] }] : [],
  );
  const save = (patch: Record<string, unknown>) => acts.edit([{ record: deal, patch }]);
  const properties = useDealProperties(deal, pipeline, save);
  const [losing, setLosing] = useState(false);
  const closing = useDealActions({ deal, pipeline, onLose: () => setLosing(true) });
  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{deal.name}</span>}
      sentence={<DealSentence deal={deal} pipeline={pipeline} />}
      next={deal.status === "open" && !deal.removedAt && <NextOf deal={deal} />}
      actions={[...closing, ...writing]}
      menu={<DealMenu deal={deal} pipeline={pipeline} losing={losing} onLosing={setLosing} />}
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={
        <div className={css.centre}>
          <StagePath deal={deal} pipeline={pipeline} />
          <RecordTimeline
            party={deal.id}
            recipients={mayMail ? recipients : undefined}
            compose={compose}
            onCompose={setCompose}
          />
        </div>
      }
      related={<DealParties deal={deal} onSave={save} />}
    />
  );
}

/** An open deal without a next activity wants attention. */
function NextOf({ deal }: { deal: Deal }) {
  const client = useQueryClient();
  const [first] = deal.contacts;
  return (
    <NextStep
      next={deal.nextActivity}
      about={first ? [deal.id, first.contactId] : [deal.id]}
      isNeeded
      refresh={() => client.invalidateQueries({ queryKey: keys.record("deal", deal.id) })}
    />
  );
}
