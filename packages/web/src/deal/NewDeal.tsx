import { NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import type { Money } from "../format/index.ts";
import { OwnerField } from "../member/OwnerField.tsx";
import type { CreatorProps } from "../shell/creators.ts";
import { lookup } from "../shell/lookup.ts";
import { useNewRecord } from "../shell/useNewRecord.ts";
import { FormSheet } from "../ui/FormSheet.tsx";
import { DateField } from "../ui/field/DateField.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import { MoneyField } from "../ui/field/MoneyField.tsx";
import type { Option } from "../ui/grid/index.ts";
import { deals, pipelinesQuery } from "./deal.data.ts";

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewDeal(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { problem, make, sheet } = useNewRecord("deal", deals.useCreate(), props);
  const known = useQuery(pipelinesQuery).data?.items ?? [];
  const preset = props.preset as { pipelineId?: string; companyId?: string; contactId?: string };
  const [name, setName] = useState("");
  const [amount, setAmount] = useState<Money>();
  const [company, setCompany] = useState<Option>();
  const [contact, setContact] = useState<Option>();
  const [day, setDay] = useState("");
  const [ownerId, setOwnerId] = useState(me.member.id);
  const [pipelineId, setPipelineId] = useState(preset.pipelineId);
  const [stageId, setStageId] = useState<string>();
  const pipeline =
    known.find((one) => one.id === pipelineId) ?? known.find((one) => one.isDefault) ?? known[0];
  const stages = pipeline?.stages.filter((stage) => stage.type === "open") ?? [];
  const companyId = company?.value ?? preset.companyId;
  const contactId = contact?.value ?? preset.contactId;

  function submit(): void {
    make({
      name: name.trim(),
      ...(amount ? { amount } : {}),
      ...(companyId ? { companyId } : {}),
      ...(contactId ? { contacts: [{ contactId }] } : {}),
      ...(day ? { expectedCloseOn: day } : {}),
      ...(pipeline ? { pipelineId: pipeline.id } : {}),
      ...(stageId && stages.some((stage) => stage.id === stageId) ? { stageId } : {}),
      ...(ownerId ? { ownerId } : {}),
    });
  }
  return (
    <FormSheet {...sheet} onSubmit={submit}>
      <TextInput
        label={t("deal.field.name")}
        placeholder={t("deal.nameHint")}
        value={name}
        error={problem?.issue("name")}
        data-autofocus
        autoComplete="off"
        dir="auto"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <MoneyField
        label={t("deal.field.amount")}
        invalid={t("deal.notAnAmount")}
        value={amount}
        currency={pipeline?.currency ?? me.workspace.currency}
        onChange={setAmount}
      />
      {!preset.companyId && (
        <LookupField
          label={t("deal.field.company")}
          nothing={t("deal.nobody")}
          value={company}
          find={(text, signal) => lookup("company", text, signal)}
          onChange={setCompany}
        />
      )}
      {!preset.contactId && (
        <LookupField
          label={t("deal.mainContact")}
          nothing={t("deal.nobody")}
          value={contact}
          find={(text, signal) => lookup("contact", text, signal)}
          onChange={setContact}
        />
      )}
      {known.length > 1 && (
        <NativeSelect
          label={t("deal.field.pipeline")}
          value={pipeline?.id}
          onChange={(event) => setPipelineId(event.currentTarget.value)}
          data={known.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      <NativeSelect
        label={t("deal.field.stage")}
        value={stageId ?? stages[0]?.id}
        onChange={(event) => setStageId(event.currentTarget.value)}
        data={stages.map((stage) => ({ value: stage.id, label: stage.name }))}
      />
      <DateField label={t("deal.field.expectedCloseOn")} value={day} onChange={setDay} />
      <OwnerField label={t("deal.field.owner")} value={ownerId} onChange={setOwnerId} />
    </FormSheet>
  );
}
