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
import { contacts } from "./contact.data.ts";

const blank = { firstName: "", lastName: "", email: "", phone: "", title: "" };

/** The few fields one knows at once; the rest is edited in place later. */
export default function NewContact(props: CreatorProps) {
  const { t } = useTranslation();
  const me = useMe();
  const form = useId();
  const navigate = useNavigate();
  const members = useMembers();
  const create = contacts.useCreate();
  const [input, setInput] = useState(blank);
  const [ownerId, setOwnerId] = useState(me.member.id);
  const problem = create.error ? asProblem(create.error) : undefined;

  const field = (name: keyof typeof blank) => ({
    label: t(`contact.field.${name}`),
    value: input[name],
    error: create.error instanceof Problem ? create.error.issue(name) : undefined,
    onChange: (event: { currentTarget: { value: string } }) =>
      setInput({ ...input, [name]: event.currentTarget.value }),
  });
  function submit(event: FormEvent): void {
    event.preventDefault();
    const filled = Object.fromEntries(
      Object.entries(input)
        .map(([name, value]) => [name, value.trim()])
        .filter(([, value]) => value),
    );
    create.mutate(
      { ...filled, ...props.preset, ...(ownerId ? { ownerId } : {}) },
      {
        onSuccess: (contact) => {
          props.onClose();
          toast({ text: t("contact.created", { name: contact.name }) });
          void navigate({ to: "/contacts/$id", params: { id: contact.id } });
        },
      },
    );
  }
  const openExisting = () => {
    if (!problem?.existing) return;
    props.onClose();
    void navigate({ to: "/contacts/$id", params: { id: problem.existing } });
  };
  return (
    <Sheet
      title={t("contact.new")}
      opened={props.opened}
      onClose={props.onClose}
      footer={
        <>
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" form={form} loading={create.isPending}>
            {t("contact.create")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="form">
        {problem && <ErrorNotice problem={problem} />}
        {problem?.existing && (
          <Button variant="default" onClick={openExisting}>
            {t("contact.openExisting")}
          </Button>
        )}
        <TextInput {...field("firstName")} data-autofocus autoComplete="off" dir="auto" />
        <TextInput {...field("lastName")} autoComplete="off" dir="auto" />
        <TextInput {...field("email")} type="email" autoComplete="off" dir="ltr" />
        <PhoneField
          label={t("contact.field.phone")}
          value={input.phone}
          error={field("phone").error}
          onChange={(phone) => setInput({ ...input, phone })}
        />
        <TextInput {...field("title")} autoComplete="off" dir="auto" />
        <NativeSelect
          label={t("contact.field.owner")}
          value={ownerId}
          onChange={(event) => setOwnerId(event.currentTarget.value)}
          data={[{ value: "", label: t("ui.none") }, ...members.options]}
        />
      </form>
    </Sheet>
  );
}
