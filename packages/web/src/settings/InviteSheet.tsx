import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, Problem } from "../api/index.ts";
import { FormSheet } from "../ui/FormSheet.tsx";
import { toast } from "../ui/Toasts.tsx";
import { roles, visibilities } from "./roles.ts";
import { useInvite } from "./settings.data.ts";

/** Invites one person by mail. */
export function InviteSheet(props: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const invite = useInvite();
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<(typeof roles)[number]>("sales");
  const [visibility, setVisibility] = useState<(typeof visibilities)[number]>("all");
  const submit = () => {
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
    <FormSheet
      title={t("settings.members.invite")}
      opened={props.opened}
      onClose={props.onClose}
      act={t("settings.members.send")}
      busy={invite.isPending}
      problem={invite.error ? asProblem(invite.error) : undefined}
      onSubmit={submit}
    >
      <p>{t("settings.members.inviteText")}</p>
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
    </FormSheet>
  );
}
