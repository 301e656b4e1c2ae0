import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, Problem, useMe } from "../api/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { CreatorProps } from "../shell/creators.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { PhoneField } from "../ui/field/PhoneField.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import { toast } from "../ui/Toasts.tsx";
import { companies } from "./company.data.ts";

const blank = { name: "", domain: "", industry: "", phone: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewCompany(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const form = useId();
  const navigate = useNavigate();
  const members = useMembers();
  const create = companies.useCreate();
  const [input, setInput] = useState(blank);
  const [ownerId, setOwnerId] = useState(me.member.id);
  const problem = create.error ? asProblem(create.error) : undefined;

  const field = (name: keyof typeof blank) => ({
    label: t(`company.field.${name}`),
    value: input[name],
    error: create.error instanceof Problem ? create.error.issue(name) : undefined,
    onChange: (event: { currentTarget: { value: string } }) =>
      setInput({ ...input, [name]: event.currentTarget.value }),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const { name, ...rest } = input;
    const filled = Object.fromEntries(
      Object.entries(rest)
        .map(([key, value]) => [key, value.trim()])
        .filter(([, value]) => value),
    );
    create.mutate(
      { name: name.trim(), ...filled, ...props.preset, ...(ownerId ? { ownerId } : {}) },
      {
        onSuccess: (company) => {
          props.onClose();
          toast({ text: t("company.created", { name: company.name }) });
          void navigate({ to: "/companies/$id", params: { id: company.id } });
        },
      },
    );
  }
  const openExisting = () => {
    if (!problem?.existing) return;
    props.onClose();
    void navigate({ to: "/companies/$id", params: { id: problem.existing } });
  };
  return (
    <Sheet
      title={t("company.new")}
      opened={props.opened}
      onClose={props.onClose}
      footer={
        <>
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" form={form} loading={create.isPending}>
            {t("company.create")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="form">
        {problem && <ErrorNotice problem={problem} />}
        {problem?.existing && (
          <Button variant="default" onClick={openExisting}>
            {t("company.openExisting")}
          </Button>
        )}
        <TextInput {...field("name")} data-autofocus autoComplete="off" dir="auto" />
        <TextInput {...field("domain")} autoComplete="off" dir="ltr" placeholder="example.com" />
        <TextInput {...field("industry")} autoComplete="off" dir="auto" />
        <PhoneField
          label={t("company.field.phone")}
          value={input.phone}
          error={field("phone").error}
          onChange={(phone) => setInput({ ...input, phone })}
        />
        <NativeSelect
          label={t("company.field.owner")}
          value={ownerId}
          onChange={(event) => setOwnerId(event.currentTarget.value)}
          data={[{ value: "", label: t("ui.none") }, ...members.options]}
        />
      </form>
    </Sheet>
  );
}
