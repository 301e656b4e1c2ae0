import { SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { activities } from "../activity/activity.data.ts";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { OwnerField } from "../member/OwnerField.tsx";
import type { CreatorProps } from "../shell/creators.ts";
import { lookup } from "../shell/lookup.ts";
import { FormSheet } from "../ui/FormSheet.tsx";
import { DateField } from "../ui/field/DateField.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import type { Option } from "../ui/grid/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { replan } from "./task.data.ts";

const kinds = ["task", "call", "meeting"] as const;
type Kind = (typeof kinds)[number];

/** Something to do, for oneself or a colleague, about a person or a deal. */
export default function NewTask(props: CreatorProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const client = useQueryClient();
  const create = activities.useCreate();
  const preset = props.preset as { ownerId?: string };
  const [kind, setKind] = useState<Kind>("task");
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const [day, setDay] = useState(format.dayOf(new Date()));
  const [clock, setClock] = useState("09:00");
  const [contact, setContact] = useState<Option>();
  const [deal, setDeal] = useState<Option>();
  const [ownerId, setOwnerId] = useState(preset.ownerId ?? me.member.id);
  const problem = create.error ? asProblem(create.error) : undefined;

  function submit(): void {
    const about = [contact?.value, deal?.value].filter((id) => id !== undefined);
    create.mutate(
      {
        kind,
        title: title.trim(),
        at: new Date(`${day || format.dayOf(new Date())}T${clock || "09:00"}:00`).toISOString(),
        ownerId,
        about,
        ...(kind === "task" ? {} : { state: "planned" as const }),
        ...(body.trim() ? { body: body.trim() } : {}),
      },
      {
        onSuccess: (made) => {
          replan(client, made);
          props.onClose();
          toast({ text: t(`activity.saved.${kind}`) });
        },
      },
    );
  }
  return (
    <FormSheet
      title={t("task.new")}
      opened={props.opened}
      onClose={props.onClose}
      act={t("task.add")}
      busy={create.isPending}
      problem={problem}
      onSubmit={submit}
    >
      <SegmentedControl
        aria-label={t("task.field.kind")}
        value={kind}
        onChange={(value) => setKind(value as Kind)}
        data={kinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
      />
      <TextInput
        label={t("task.field.title")}
        placeholder={t(`activity.placeholder.${kind}`)}
        value={title}
        error={problem?.issue("title")}
        data-autofocus
        maxLength={200}
        dir="auto"
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <DateField label={t("activity.due")} value={day} onChange={setDay} />
      <TextInput
        label={t("task.field.time")}
        type="time"
        value={clock}
        onChange={(event) => setClock(event.currentTarget.value)}
      />
      <LookupField
        label={t("contact.one")}
        nothing={t("deal.nobody")}
        value={contact}
        find={(text, signal) => lookup("contact", text, signal)}
        onChange={setContact}
      />
      <LookupField
        label={t("deal.one")}
        nothing={t("deal.nobody")}
        value={deal}
        find={(text, signal) => lookup("deal", text, signal)}
        onChange={setDeal}
      />
      <OwnerField label={t("task.field.owner")} value={ownerId} onChange={setOwnerId} required />
      <Textarea
        label={t("task.field.body")}
        value={body}
        autosize
        minRows={3}
        dir="auto"
        onChange={(event) => setBody(event.currentTarget.value)}
      />
    </FormSheet>
  );
}
