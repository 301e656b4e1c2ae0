import { Button, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { OwnerField } from "../member/OwnerField.tsx";
import type { CreatorProps } from "../shell/creators.ts";
import { FormSheet } from "../ui/FormSheet.tsx";
import { PhoneField } from "../ui/field/PhoneField.tsx";
import { useTexts } from "../ui/field/useTexts.ts";
import { toast } from "../ui/Toasts.tsx";
import { companies } from "./company.data.ts";

const blank = { name: "", domain: "", industry: "", phone: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewCompany(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const create = companies.useCreate();
  const [ownerId, setOwnerId] = useState(me.member.id);
  const problem = create.error ? asProblem(create.error) : undefined;
  const { texts, set, field, filled } = useTexts(blank, (name: keyof typeof blank) => ({
    label: t(`company.field.${name}`),
    error: problem?.issue(name),
  }));
  const leaveTo = (id: string) => {
    props.onClose();
    void navigate({ to: "/companies/$id", params: { id } });
  };
  const submit = () =>
    create.mutate(
      { name: "", ...filled(), ...props.preset, ...(ownerId ? { ownerId } : {}) },
      {
        onSuccess: (made) => {
          leaveTo(made.id);
          toast({ text: t("company.created", { name: made.name }) });
        },
      },
    );
  const existing = problem?.existing;
  return (
    <FormSheet
      title={t("company.new")}
      opened={props.opened}
      onClose={props.onClose}
      act={t("company.create")}
      busy={create.isPending}
      problem={problem}
      onSubmit={submit}
    >
      {existing && (
        <Button variant="default" onClick={() => leaveTo(existing)}>
          {t("company.openExisting")}
        </Button>
      )}
      <TextInput {...field("name")} data-autofocus dir="auto" />
      <TextInput {...field("domain")} dir="ltr" placeholder="example.com" />
      <TextInput {...field("industry")} dir="auto" />
      <PhoneField
        label={t("company.field.phone")}
        value={texts.phone}
        error={problem?.issue("phone")}
        onChange={(phone) => set("phone", phone)}
      />
      <OwnerField label={t("company.field.owner")} value={ownerId} onChange={setOwnerId} />
    </FormSheet>
  );
}
