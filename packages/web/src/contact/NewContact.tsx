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
import { contacts } from "./contact.data.ts";

const blank = { firstName: "", lastName: "", email: "", phone: "", title: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewContact(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const create = contacts.useCreate();
  const [ownerId, setOwnerId] = useState(me.member.id);
  const problem = create.error ? asProblem(create.error) : undefined;
  const { texts, set, field, filled } = useTexts(blank, (name: keyof typeof blank) => ({
    label: t(`contact.field.${name}`),
    error: problem?.issue(name),
  }));
  const leaveTo = (id: string) => {
    props.onClose();
    void navigate({ to: "/contacts/$id", params: { id } });
  };
  const submit = () =>
    create.mutate(
      { ...filled(), ...props.preset, ...(ownerId ? { ownerId } : {}) },
      {
        onSuccess: (made) => {
          leaveTo(made.id);
          toast({ text: t("contact.created", { name: made.name }) });
        },
      },
    );
  const existing = problem?.existing;
  return (
    <FormSheet
      title={t("contact.new")}
      opened={props.opened}
      onClose={props.onClose}
      act={t("contact.create")}
      busy={create.isPending}
      problem={problem}
      onSubmit={submit}
    >
      {existing && (
        <Button variant="default" onClick={() => leaveTo(existing)}>
          {t("contact.openExisting")}
        </Button>
      )}
      <TextInput {...field("firstName")} data-autofocus dir="auto" />
      <TextInput {...field("lastName")} dir="auto" />
      <TextInput {...field("email")} type="email" dir="ltr" />
      <PhoneField
        label={t("contact.field.phone")}
        value={texts.phone}
        error={problem?.issue("phone")}
        onChange={(phone) => set("phone", phone)}
      />
      <TextInput {...field("title")} dir="auto" />
      <OwnerField label={t("contact.field.owner")} value={ownerId} onChange={setOwnerId} />
    </FormSheet>
  );
}
