import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { Status } from "../ui/Status.tsx";
import { toast } from "../ui/Toasts.tsx";
import css from "./KeysPage.module.css";
import { NewKey } from "./NewKey.tsx";
import { Section, SettingsPage } from "./SettingsPage.tsx";
import { type ApiKey, apiKeysQuery, useRevokeKey } from "./settings.data.ts";

const soon = 14 * 86_400_000;

/** Keys by which programs use the API in a member's name. */
export function KeysPage() {
  const { t } = useTranslation();
  const mayWrite = useMe().may("apiKey:write");
  const known = useQuery(apiKeysQuery);
  const [making, setMaking] = useState(false);
  const act = mayWrite && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setMaking(true)}>
      {t("settings.keys.new")}
    </Button>
  );
  return (
    <SettingsPage action={act}>
      <Section title={t("settings.keys.tab")} text={t("settings.keys.text")}>
        {known.error && <ErrorNotice problem={asProblem(known.error)} onRetry={() => void known.refetch()} />}
        {known.isPending && <SkeletonLines lines={4} />}
        {known.data?.length === 0 && <p>{t("settings.keys.none")}</p>}
        <ul className={css.keys}>
          {known.data?.map((key) => (
            <KeyLine key={key.id} apiKey={key} mayWrite={mayWrite} />
          ))}
        </ul>
        <a href="/api/docs" target="_blank" rel="noreferrer">
          {t("settings.keys.docs")}
        </a>
      </Section>
      {making && <NewKey onClose={() => setMaking(false)} />}
    </SettingsPage>
  );
}

function KeyLine({ apiKey: key, mayWrite }: { apiKey: ApiKey; mayWrite: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  const revoke = useRevokeKey();
  const [asking, setAsking] = useState(false);
  const left = Date.parse(key.expiresAt) - Date.now();
  const end = () =>
    revoke.mutate(key.id, {
      onSuccess: () => toast({ text: t("settings.keys.revoked", { name: key.name }) }),
      onError: (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }),
    });
  return (
    <li className={css.key}>
      <div className={css.words}>
        <b dir="auto">{key.name}</b>
        <span>
          <code>{key.hint}…</code> ·{" "}
          {t("settings.keys.acts", {
            name: members.nameOf(key.memberId),
            role: t(`settings.role.${key.role}`),
          })}
        </span>
        <span>
          {t("settings.keys.made", { when: format.relative(key.createdAt) })} ·{" "}
          {key.usedOn
            ? t("settings.keys.used", { when: format.relativeUtc(key.usedOn) })
            : t("settings.keys.unused")}
        </span>
      </div>
      {left <= 0 ? (
        <Status hollow>{t("settings.keys.expired")}</Status>
      ) : (
        <Status tone={left < soon ? "attention" : "positive"}>
          {t("settings.keys.until", { date: format.date(key.expiresAt) })}
        </Status>
      )}
      {mayWrite && !asking && (
        <Button
          size="xs"
          variant="default"
          aria-label={t("settings.keys.revokeOf", { name: key.name })}
          onClick={() => setAsking(true)}
        >
          {t("settings.keys.revoke")}
        </Button>
      )}
      {asking && (
        <div className={css.asking} role="alert">
          <p>{t("settings.keys.sure", { name: key.name })}</p>
          <Button size="xs" color="danger" loading={revoke.isPending} onClick={end}>
            {t("settings.keys.revokeNow")}
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsking(false)}>
            {t("settings.keys.keep")}
          </Button>
        </div>
      )}
    </li>
  );
}
