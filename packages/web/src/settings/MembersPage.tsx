import { Button, Menu, NativeSelect } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { membersQuery } from "../member/member.data.ts";
import { Avatar } from "../ui/Avatar.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import menu from "../ui/record/menu.module.css";
import { Status } from "../ui/Status.tsx";
import { toast } from "../ui/Toasts.tsx";
import { InviteSheet } from "./InviteSheet.tsx";
import css from "./MembersPage.module.css";
import { roles, visibilities } from "./roles.ts";
import { SettingsPage } from "./SettingsPage.tsx";
import {
  type Invitation,
  invitationsQuery,
  type Member,
  useDeactivate,
  useEditMember,
  useReactivate,
  useResend,
  useRevoke,
} from "./settings.data.ts";

/** Who works here, as what, and what they see; who was invited. */
export function MembersPage() {
  const { t } = useTranslation();
  const { may } = useMe();
  const members = useQuery(membersQuery);
  const mayWrite = may("member:write");
  const invitations = useQuery({ ...invitationsQuery, enabled: mayWrite });
  const [inviting, setInviting] = useState(false);
  return (
    <SettingsPage
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setInviting(true)}>
            {t("settings.members.invite")}
          </Button>
        )
      }
    >
      {members.error && (
        <ErrorNotice problem={asProblem(members.error)} onRetry={() => void members.refetch()} />
      )}
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t("settings.members.name")}</th>
            <th scope="col">{t("settings.members.role")}</th>
            <th scope="col">{t("settings.members.sees")}</th>
            <th>
              <span className="visually-hidden">{t("ui.more")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.data?.map((member) => (
            <MemberRow key={member.id} member={member} mayWrite={mayWrite} mayRemove={may("member:remove")} />
          ))}
          {invitations.data?.map((invitation) => (
            <InvitationRow key={invitation.id} invitation={invitation} />
          ))}
        </tbody>
      </table>
      <InviteSheet opened={inviting} onClose={() => setInviting(false)} />
    </SettingsPage>
  );
}

function MemberRow({
  member,
  mayWrite,
  mayRemove,
}: {
  member: Member;
  mayWrite: boolean;
  mayRemove: boolean;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const edit = useEditMember();
  const deactivate = useDeactivate();
  const reactivate = useReactivate();
  const onError = (error: Error) => toast({ text: asProblem(error).message, tone: "danger" });
  const self = me.member.id === member.id;
  const change = (patch: Partial<Pick<Member, "role" | "visibility">>) =>
    edit.mutate({ id: member.id, version: member.version, ...patch }, { onError });
  const leave = () =>
    deactivate.mutate(member.id, {
      onError,
      onSuccess: () =>
        toast({
          text: t("settings.members.removed", { name: member.name }),
          undo: () => reactivate.mutateAsync(member.id),
        }),
    });
  return (
    <tr data-off={!member.active || undefined}>
      <td>
        <span className={css.person}>
          <Avatar name={member.name} size={32} />
          <span className={css.words}>
            <b dir="auto">
              {member.name} {self && <span className={css.muted}>({t("settings.members.you")})</span>}
            </b>
            <span className="ltr">{member.email}</span>
          </span>
        </span>
      </td>
      <td>
        <Choice
          label={t("settings.members.role")}
          value={member.role}
          options={roles.map((role) => ({ value: role, label: t(`settings.role.${role}`) }))}
          onChange={mayWrite && !self && member.active ? (role) => change({ role }) : undefined}
        />
      </td>
      <td>
        {member.active ? (
          <Choice
            label={t("settings.members.sees")}
            value={member.visibility}
            options={visibilities.map((one) => ({ value: one, label: t(`settings.visibility.${one}`) }))}
            onChange={mayWrite && !self ? (visibility) => change({ visibility }) : undefined}
          />
        ) : (
          <Status hollow>{t("settings.members.off")}</Status>
        )}
      </td>
      <td>
        {mayRemove && !self && (
          <RowMenu label={member.name}>
            {member.active ? (
              <Menu.Item color="danger" onClick={leave}>
                {t("settings.members.remove")}
              </Menu.Item>
            ) : (
              <Menu.Item onClick={() => reactivate.mutate(member.id, { onError })}>
                {t("settings.members.back")}
              </Menu.Item>
            )}
          </RowMenu>
        )}
      </td>
    </tr>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const resend = useResend();
  const revoke = useRevoke();
  const sent = () => toast({ text: t("settings.members.invited", { email: invitation.email }) });
  return (
    <tr>
      <td>
        <span className={css.words}>
          <span className="ltr">{invitation.email}</span>
          <span className={css.muted}>
            {t("settings.members.until", { when: format.relative(invitation.expiresAt) })}
          </span>
        </span>
      </td>
      <td>{t(`settings.role.${invitation.role}`)}</td>
      <td>
        <Status tone="accent" hollow>
          {t("settings.members.open")}
        </Status>
      </td>
      <td>
        <RowMenu label={invitation.email}>
          <Menu.Item onClick={() => resend.mutate(invitation.id, { onSuccess: sent })}>
            {t("settings.members.resend")}
          </Menu.Item>
          <Menu.Item color="danger" onClick={() => revoke.mutate(invitation.id)}>
            {t("settings.members.revoke")}
          </Menu.Item>
        </RowMenu>
      </td>
    </tr>
  );
}

function RowMenu(props: { label: string; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={menu.dots} aria-label={`${t("ui.more")}: ${props.label}`}>
          <IconDots size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>{props.children}</Menu.Dropdown>
    </Menu>
  );
}

function Choice<Value extends string>(props: {
  label: string;
  value: Value;
  options: { value: Value; label: string }[];
  onChange: ((value: Value) => void) | undefined;
}) {
  if (!props.onChange) return props.options.find((option) => option.value === props.value)?.label;
  return (
    <NativeSelect
      variant="unstyled"
      classNames={{ root: css.choice, input: css.select }}
      aria-label={props.label}
      value={props.value}
      data={props.options}
      onChange={(event) => props.onChange?.(event.currentTarget.value as Value)}
    />
  );
}
