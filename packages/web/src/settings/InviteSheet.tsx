import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, Problem } from "../api/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import { toast } from "../ui/Toasts.tsx";
import { roles, visibilities } from "./roles.ts";
import { useInvite } from "./settings.data.ts";

/** Invites one person by mail. */
export function InviteSheet(props: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const form = useId();
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<(typeof roles)[number]>("sales");
  const [visibility, setVisibility] = useState<(typeof visibilities)[number]>("all");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate(
      { email: email.trim(), role, visibility },
      {
        onSuccess: () => {
          toast({ text: t("settings.members.invited", { email: email.trim() }) });
          setEmail("");
          props.onClose();
        },
      },
    );
  };
  return (
    <Sheet
      title={t("settings.members.invite")}
      opened={props.opened}
      onClose={props.onClose}
      footer={
        <>
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" form={form} loading={invite.isPending}>
            {t("settings.members.send")}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="form">
        <p>{t("settings.members.inviteText")}</p>
        {invite.error && <ErrorNotice problem={asProblem(invite.error)} />}
        <TextInput
          label={t("settings.members.email")}
          type="email"
          dir="ltr"
          data-autofocus
          value={email}
          error={invite.error instanceof Problem ? invite.error.issue("email") : undefined}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("settings.members.role")}
          value={role}
          data={roles.map((value) => ({ value, label: t(`settings.role.${value}`) }))}
          onChange={(event) => setRole(event.currentTarget.value as typeof role)}
        />
        <NativeSelect
          label={t("settings.members.sees")}
          value={visibility}
          data={visibilities.map((value) => ({ value, label: t(`settings.visibility.${value}`) }))}
          onChange={(event) => setVisibility(event.currentTarget.value as typeof visibility)}
        />
      </form>
    </Sheet>
  );
}
