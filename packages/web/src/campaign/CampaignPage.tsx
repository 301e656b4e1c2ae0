import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { sizeQuery } from "../segment/segment.data.ts";
import { Page } from "../shell/Page.tsx";
import { MailPreview } from "../template/MailPreview.tsx";
import { readersQuery } from "../template/person.ts";
import { templates } from "../template/template.data.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { CampaignState } from "./CampaignState.tsx";
import { Check } from "./Check.tsx";
import { type Campaign, campaigns, isStarted, resultsQuery, useAct } from "./campaign.data.ts";
import own from "./campaign.module.css";
import { type Later, timeOf, What, When, Who } from "./parts.tsx";
import { ResultFacts } from "./ResultFacts.tsx";
import { Section } from "./Section.tsx";
import { SendBar } from "./SendBar.tsx";
import { Unknown } from "./Unknown.tsx";

export function CampaignPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/campaigns/$id" });
  const campaign = useQuery(campaigns.record(id));
  if (campaign.data) return <Whole campaign={campaign.data} />;
  return (
    <Page title={t("campaign.one")}>
      {campaign.error ? (
        <ErrorNotice problem={asProblem(campaign.error)} onRetry={() => void campaign.refetch()} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Page>
  );
}

/** One page, no wizard: who, what, when, check, results; the live mail beside it, the sum below. */
function Whole({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const me = useMe();
  const edit = campaigns.useEdit();
  const act = useAct(campaign.id);
  const [later, setLater] = useState<Later>();
  const started = isStarted(campaign);
  const mayWrite = me.may("campaign:write") && campaign.state === "draft";
  const save = (patch: Record<string, unknown>) => edit.mutate([{ record: campaign, patch }]);
  const template = useQuery({
    ...templates.record(campaign.templateId ?? ""),
    enabled: campaign.templateId !== undefined,
  });
  const { segmentId = "" } = campaign;
  const size = useQuery({ ...sizeQuery(segmentId), enabled: segmentId !== "" });
  const readers = useQuery({ ...readersQuery(segmentId), enabled: size.data?.state === "ready" });
  const problem = edit.error ?? act.error;
  const parts = { campaign, save, disabled: !mayWrite };
  return (
    <Page
      title={campaign.name}
      heading={<Link to="/campaigns">{t("marketing.campaigns")}</Link>}
      tools={<Tools campaign={campaign} act={act} />}
      scroll
    >
      <div className={css.whole}>
        <div className={css.two}>
          <div className={css.parts}>
            <Title campaign={campaign} save={save} disabled={!mayWrite} />
            {problem && <ErrorNotice problem={asProblem(problem)} />}
            {campaign.pausedFor && (
              <p className={own.notice}>{t("campaign.pausedFor", { reason: campaign.pausedFor })}</p>
            )}
            <Who {...parts} />
            <What {...parts} template={template.data} />
            <When {...parts} later={later} onLater={setLater} />
            <Check campaign={campaign} mayTest={me.may("campaign:send")} />
            {started && <ResultSection campaign={campaign} />}
          </div>
          <aside className={css.side}>
            {template.data ? (
              <MailPreview
                key={campaign.segmentId}
                source={sourceOf(template.data)}
                from={campaign.fromName ?? me.workspace.name}
                readers={readers.data}
              />
            ) : (
              <p className={css.none}>{t("campaign.noMailYet")}</p>
            )}
          </aside>
        </div>
        {!started && me.may("campaign:send") && (
          <SendBar campaign={campaign} act={act} at={timeOf(later)} open={later !== undefined} />
        )}
      </div>
    </Page>
  );
}

function sourceOf({
  subject,
  html,
  preheader,
  text,
}: {
  subject: string;
  html: string;
  preheader?: string | undefined;
  text?: string | undefined;
}) {
  return { subject, html, ...(preheader ? { preheader } : {}), ...(text ? { text } : {}) };
}

function Title(props: {
  campaign: Campaign;
  save: (patch: Record<string, unknown>) => void;
  disabled: boolean;
}) {
  const { t } = useTranslation();
  const [name, setName] = useState(props.campaign.name);
  const leave = () => {
    if (name.trim() && name !== props.campaign.name) props.save({ name });
  };
  return (
    <div className={css.actions}>
      <input
        className={css.titleField}
        aria-label={t("campaign.name")}
        value={name}
        maxLength={120}
        disabled={props.disabled}
        dir="auto"
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
      />
      <CampaignState state={props.campaign.state} />
    </div>
  );
}

function Tools({ campaign, act }: { campaign: Campaign; act: ReturnType<typeof useAct> }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const remove = campaigns.useRemove();
  const restore = campaigns.useRestore();
  const drop = () =>
    remove.mutate([campaign], {
      onSuccess: () => {
        toast({
          text: t("campaign.removed", { name: campaign.name }),
          undo: () => restore.mutateAsync([campaign.id]),
        });
        void navigate({ to: "/campaigns" });
      },
    });
  const button = (label: string, run: () => void, danger = false) => (
    <Button
      key={label}
      variant={danger ? "subtle" : "default"}
      {...(danger ? { color: "danger" } : {})}
      loading={act.isPending}
      onClick={run}
    >
      {label}
    </Button>
  );
  if (!me.may("campaign:send")) return null;
  return (
    <>
      {campaign.state === "running" && button(t("campaign.pause"), () => act.mutate("pause"))}
      {campaign.state === "paused" && button(t("campaign.resume"), () => act.mutate("resume"))}
      {["running", "paused"].includes(campaign.state) &&
        button(t("campaign.cancel"), () => act.mutate("cancel"), true)}
      {!["running", "paused"].includes(campaign.state) && button(t("ui.remove"), drop, true)}
    </>
  );
}

function ResultSection({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const format = useFormat();
  const results = useQuery(resultsQuery(campaign));
  const { delivered = 0, opened = 0, clicked = 0 } = results.data ?? {};
  const share = (count: number) => ({ share: format.percent(count / delivered) });
  const summary = [t("campaign.share.opened", share(opened)), t("campaign.share.clicked", share(clicked))];
  return (
    <Section title={t("campaign.results")} summary={delivered > 0 && summary.join(" · ")}>
      {results.error && (
        <ErrorNotice problem={asProblem(results.error)} onRetry={() => void results.refetch()} />
      )}
      {results.data ? (
        <ResultFacts campaignId={campaign.id} results={results.data} />
      ) : (
        <SkeletonLines lines={3} />
      )}
      {campaign.state.startsWith("finished") && (
        <Unknown campaignId={campaign.id} count={results.data?.unknown ?? 0} />
      )}
    </Section>
  );
}
