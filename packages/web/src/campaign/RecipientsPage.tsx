import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { ContactRecord } from "../contact/ContactRecord.tsx";
import { Page } from "../shell/Page.tsx";
import { useGridPages } from "../shell/useGridPages.ts";
import { Avatar } from "../ui/Avatar.tsx";
import { Empty, GhostRows } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { FilterBar, Grid } from "../ui/grid/index.ts";
import { Panel } from "../ui/record/index.ts";
import { Became } from "./Became.tsx";
import {
  type Campaign,
  campaigns,
  type Outcome,
  type Recipient,
  recipientsQuery,
  resultsQuery,
} from "./campaign.data.ts";
import own from "./campaign.module.css";
import { outcomes, type RecipientSearch } from "./outcome.ts";
import { useRecipientColumns } from "./useRecipientColumns.tsx";

const getId = (one: Recipient) => one.contactId;

/** Whom a number of the results counts, as a list that can be sent to a colleague. */
export function RecipientsPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/campaigns/$id/recipients" });
  const campaign = useQuery(campaigns.record(id));
  const name = campaign.data?.name ?? "…";
  return (
    <Page
      title={t("campaign.recipient.of", { name })}
      heading={
        <span className={own.heading}>
          <Link to="/campaigns/$id" params={{ id }}>
            <bdi>{name}</bdi>
          </Link>
          <h1>{t("campaign.recipient.plural")}</h1>
        </span>
      }
    >
      {campaign.data ? (
        <Recipients campaign={campaign.data} />
      ) : campaign.error ? (
        <ErrorNotice problem={asProblem(campaign.error)} onRetry={() => void campaign.refetch()} />
      ) : (
        <GhostRows />
      )}
    </Page>
  );
}

function Recipients({ campaign }: { campaign: Campaign }) {
  const { t } = useTranslation();
  const me = useMe();
  const { outcome, panel } = useSearch({ from: "/app/campaigns/$id/recipients" });
  const navigate = useNavigate({ from: "/campaigns/$id/recipients" });
  const { id } = campaign;
  const list = useInfiniteQuery(recipientsQuery(id, outcome));
  const pages = useGridPages(list);
  const { rows } = pages;
  const results = useQuery(resultsQuery(campaign));
  const total = results.data?.[outcome ?? "audience"];
  const columns = useRecipientColumns();
  const show = (search: RecipientSearch) => void navigate({ search });
  const preview = (contactId: string | undefined) =>
    show({ ...(outcome ? { outcome } : {}), ...(contactId ? { panel: contactId } : {}) });
  const open = ({ contactId, name }: Recipient) => {
    if (name !== undefined) void navigate({ to: "/contacts/$id", params: { id: contactId } });
  };
  // What people did is counted within seconds: a count that is behind what is here says nothing.
  const isKnown = !list.hasNextPage || (total !== undefined && total >= rows.length);
  const count = list.hasNextPage && isKnown ? (total ?? 0) : rows.length;
  const filter = {
    key: "outcome",
    label: t("campaign.recipient.outcome"),
    value: outcome ?? "",
    options: outcomes.map((value) => ({ value, label: t(`campaign.outcome.${value}`) })),
    onChange: (value: string) => show(value ? { outcome: value as Outcome } : {}),
  };
  return (
    <>
      <Grid
        name="recipient"
        label={t("campaign.recipient.plural")}
        columns={columns}
        {...pages}
        getId={getId}
        getName={({ name }) => name ?? t("campaign.recipient.hidden")}
        onOpen={open}
        onPreview={({ contactId, name }) => {
          if (name !== undefined) preview(panel === contactId ? undefined : contactId);
        }}
        openId={panel}
        bar={
          <FilterBar
            count={list.isPending ? "" : t("campaign.recipient.count", { count, more: isKnown ? "" : "+" })}
            filters={[filter]}
          />
        }
        empty={<Nobody id={id} outcome={outcome} onAll={() => show({})} />}
        phone={(one) => ({
          lead: <Avatar name={one.name ?? "?"} size={32} />,
          title: one.name ?? t("campaign.recipient.hidden"),
          detail: one.email,
          end: <Became one={one} />,
        })}
      />
      {panel && me.may("contact:read") && (
        <Panel
          label={t("contact.one")}
          onClose={() => preview(undefined)}
          onExpand={() => void navigate({ to: "/contacts/$id", params: { id: panel } })}
        >
          <ContactRecord key={panel} id={panel} narrow />
        </Panel>
      )}
    </>
  );
}

function Nobody(props: { id: string; outcome: Outcome | undefined; onAll: () => void }) {
  const { t } = useTranslation();
  const { id, outcome } = props;
  return (
    <Empty
      title={
        outcome
          ? t("campaign.recipient.noneOf", { outcome: t(`campaign.outcome.${outcome}`) })
          : t("campaign.recipient.none")
      }
      text={t("campaign.recipient.noneText")}
      ghost={<GhostRows />}
      action={outcome && <Button onClick={props.onAll}>{t("campaign.recipient.all")}</Button>}
      second={
        <Button variant="default" component={Link} to={`/campaigns/${id}`}>
          {t("campaign.recipient.back")}
        </Button>
      }
    />
  );
}
