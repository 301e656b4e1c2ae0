import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { membersQuery } from "../member/member.data.ts";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { NameField } from "../ui/field/NameField.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { Tag } from "../ui/Tag.tsx";
import { toast } from "../ui/Toasts.tsx";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { type Member, type Team, teams, teamsQuery, useEditMember } from "./settings.data.ts";
import css from "./TeamsPage.module.css";

/** Who works with whom: a member that sees their team's records sees those of the people in it. */
export function TeamsPage() {
  const { t } = useTranslation();
  const { may } = useMe();
  const known = useQuery(teamsQuery);
  const members = useQuery(membersQuery);
  const failed = known.error ?? members.error;
  const all = known.data?.items ?? [];
  return (
    <SettingsPage>
      {failed && (
        <ErrorNotice
          problem={asProblem(failed)}
          onRetry={() => void Promise.all([known.refetch(), members.refetch()])}
        />
      )}
      {(known.isPending || members.isPending) && !failed && <SkeletonLines lines={8} />}
      {known.data && (may("team:write") || all.length === 0) && (
        <Section title={t("settings.teams.new")} text={t("settings.teams.text")}>
          {may("team:write") && <NewTeam />}
        </Section>
      )}
      {members.data &&
        all.map((team) => <TeamSection key={team.id} team={team} teams={all} members={members.data} />)}
    </SettingsPage>
  );
}

function NewTeam() {
  const { t } = useTranslation();
  const create = teams.useCreate();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim() }, { onSuccess: () => setName("") });
  };
  return (
    <form onSubmit={submit} noValidate>
      {create.error && <ErrorNotice problem={asProblem(create.error)} />}
      <TextInput
        label={t("settings.teams.name")}
        value={name}
        maxLength={80}
        dir="auto"
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={create.isPending} disabled={name.trim() === ""}>
        {t("settings.teams.create")}
      </Button>
    </form>
  );
}

function TeamSection(props: { team: Team; teams: readonly Team[]; members: readonly Member[] }) {
  const { t } = useTranslation();
  const { may } = useMe();
  const acts = useRecordActs(teams);
  const edit = useEditMember();
  const { team } = props;
  const inTeam = props.members.filter((member) => member.teamId === team.id);
  const others = props.members.filter((member) => member.active && member.teamId !== team.id);
  const nameOf = (id: string | undefined) => props.teams.find((one) => one.id === id)?.name;
  const mayAssign = may("member:write");
  const move = async ({ id }: Member, teamId: string | null) => {
    try {
      return await edit.mutateAsync({ id, teamId });
    } catch (error) {
      toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 });
      return undefined;
    }
  };
  const assign = async (member: Member, teamId: string | null) => {
    const moved = await move(member, teamId);
    if (!moved) return;
    const values = { name: member.name, team: team.name };
    toast({
      text: teamId ? t("settings.teams.added", values) : t("settings.teams.left", values),
      undo: () => move(member, member.teamId ?? null),
    });
  };
  return (
    <Section
      title={team.name}
      text={
        inTeam.length === 0
          ? t("settings.teams.nobody")
          : t("settings.teams.members", { count: inTeam.length })
      }
    >
      <div className={css.fields}>
        <NameField
          label={t("settings.teams.name")}
          value={team.name}
          readOnly={!may("team:write")}
          onSave={(name) => acts.edit([{ record: team, patch: { name } }])}
        />
        {mayAssign && (
          <NativeSelect
            label={t("settings.teams.add")}
            description={t("settings.teams.addText")}
            value=""
            disabled={others.length === 0}
            data={[
              { value: "", label: t(others.length === 0 ? "settings.teams.all" : "settings.teams.choose") },
              ...others.map(({ id, name, teamId }) => ({
                value: id,
                label: nameOf(teamId) ? `${name} · ${nameOf(teamId)}` : name,
              })),
            ]}
            onChange={(event) => {
              const member = others.find(({ id }) => id === event.currentTarget.value);
              if (member) void assign(member, team.id);
            }}
          />
        )}
      </div>
      {inTeam.length > 0 && (
        <ul className={css.people} aria-label={t("settings.teams.of", { team: team.name })}>
          {inTeam.map((member) => (
            <li key={member.id}>
              <Tag
                label={t("settings.teams.from", { name: member.name, team: team.name })}
                onRemove={mayAssign ? () => void assign(member, null) : undefined}
              >
                <span dir="auto">{member.name}</span>
              </Tag>
            </li>
          ))}
        </ul>
      )}
      {may("team:remove") && (
        <div className={css.foot}>
          <Button
            variant="default"
            color="danger"
            disabled={inTeam.length > 0}
            aria-label={t("settings.teams.remove", { team: team.name })}
            onClick={() => acts.remove([team])}
          >
            {t("ui.remove")}
          </Button>
          {inTeam.length > 0 && <span className={css.why}>{t("settings.teams.notEmpty")}</span>}
        </div>
      )}
    </Section>
  );
}
