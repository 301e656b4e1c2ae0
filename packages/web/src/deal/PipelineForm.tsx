import { Button, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { Section } from "../settings/SettingsPage.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { NameField } from "../ui/field/NameField.tsx";
import { Status } from "../ui/Status.tsx";
import { Tag } from "../ui/Tag.tsx";
import { TextAct } from "../ui/TextAct.tsx";
import { type Pipeline, pipelines } from "./deal.data.ts";
import css from "./PipelineForm.module.css";
import { StageTable } from "./StageTable.tsx";

const currencies = [
  "AZN",
  "EUR",
  "USD",
  "GBP",
  "TRY",
  "MNT",
  "IRR",
  "RUB",
  "CHF",
  "JPY",
  "CNY",
  "KZT",
  "GEL",
  "AED",
];

/** One pipeline, each field saved by itself and taken back by Z. */
export function PipelineForm(props: { pipeline: Pipeline; others: readonly Pipeline[]; mayWrite: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useRecordActs(pipelines);
  const { pipeline, others, mayWrite } = props;
  const save = (patch: Record<string, unknown>) => acts.edit([{ record: pipeline, patch }]);
  const known = [...new Set([pipeline.currency, me.workspace.currency, ...currencies])];
  return (
    <Section title={pipeline.name} text={t("deal.settings.text")}>
      <div className={css.fields}>
        <NameField
          label={t("deal.settings.name")}
          value={pipeline.name}
          readOnly={!mayWrite}
          onSave={(name) => save({ name })}
        />
        <NativeSelect
          label={t("deal.settings.currency")}
          disabled={!mayWrite}
          value={pipeline.currency}
          data={known}
          onChange={(event) => save({ currency: event.currentTarget.value })}
        />
      </div>
      <StageTable pipeline={pipeline} onSave={mayWrite ? (stages) => save({ stages }) : undefined} />
      <LostReasons
        reasons={pipeline.lostReasons}
        onSave={mayWrite ? (lostReasons) => save({ lostReasons }) : undefined}
      />
      <div className={css.foot}>
        {pipeline.isDefault ? (
          <Status tone="accent">{t("deal.settings.isDefault")}</Status>
        ) : (
          mayWrite && (
            <Button
              variant="default"
              onClick={() =>
                acts.edit([
                  { record: pipeline, patch: { isDefault: true } },
                  ...others
                    .filter((one) => one.isDefault)
                    .map((record) => ({ record, patch: { isDefault: false } })),
                ])
              }
            >
              {t("deal.settings.makeDefault")}
            </Button>
          )
        )}
        {me.may("pipeline:remove") && others.length > 0 && !pipeline.isDefault && (
          <Button variant="default" color="danger" onClick={() => acts.remove([pipeline])}>
            {t("ui.remove")}
          </Button>
        )}
      </div>
    </Section>
  );
}

function LostReasons(props: {
  reasons: readonly string[];
  onSave: ((reasons: string[]) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { onSave, reasons } = props;
  return (
    <div className={css.reasons}>
      <h3>{t("deal.settings.reasons")}</h3>
      <p className={css.tags}>
        {reasons.map((reason) => (
          <Tag
            key={reason}
            label={reason}
            onRemove={onSave && (() => onSave(reasons.filter((one) => one !== reason)))}
          >
            <span dir="auto">{reason}</span>
          </Tag>
        ))}
      </p>
      {onSave && (
        <TextAct
          label={t("deal.settings.addReason")}
          most={80}
          act={t("deal.settings.addAct")}
          onAct={(reason) => !reasons.includes(reason) && onSave([...reasons, reason])}
        />
      )}
    </div>
  );
}
