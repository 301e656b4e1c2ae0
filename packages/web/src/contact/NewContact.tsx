import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { OwnerField } from "../member/OwnerField.tsx";
import type { CreatorProps } from "../shell/creators.ts";
import { useNewRecord } from "../shell/useNewRecord.ts";
import { FormSheet } from "../ui/FormSheet.tsx";
import { PhoneField } from "../ui/field/PhoneField.tsx";
import { useTexts } from "../ui/field/useTexts.ts";
import { contacts } from "./contact.data.ts";

const blank = { firstName: "", lastName: "", email: "", phone: "", title: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewContact(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { problem, leaveTo, make, sheet } = useNewRecord("contact", contacts.useCreate(), props);
  const [ownerId, setOwnerId] = useState(me.member.id);
  const { texts, set, field, filled } = useTexts(blank, (name: keyof typeof blank) => ({
    label: t(`contact.field.${name}`),
    error: problem?.issue(name),
  }));
  const submit = () => make({ ...filled(), ...props.preset, ...(ownerId ? { ownerId } : {}) });
  const existing = problem?.existing;
  return (
    <FormSheet {...sheet} onSubmit={submit}>
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
