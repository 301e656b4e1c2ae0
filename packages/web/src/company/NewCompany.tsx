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
import { companies } from "./company.data.ts";

const blank = { name: "", domain: "", industry: "", phone: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewCompany(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const { problem, leaveTo, make, sheet } = useNewRecord("company", companies.useCreate(), props);
  const [ownerId, setOwnerId] = useState(me.member.id);
  const { texts, set, field, filled } = useTexts(blank, (name: keyof typeof blank) => ({
    label: t(`company.field.${name}`),
    error: problem?.issue(name),
  }));
  const submit = () => make({ name: "", ...filled(), ...props.preset, ...(ownerId ? { ownerId } : {}) });
  const existing = problem?.existing;
  return (
    <FormSheet {...sheet} onSubmit={submit}>
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
