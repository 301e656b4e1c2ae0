import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { toast } from "../ui/Toasts.tsx";
import { CampaignState } from "./CampaignState.tsx";
import { type Campaign, campaigns, reportedQuery } from "./campaign.data.ts";

export function CampaignsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const navigate = useNavigate();
  const create = campaigns.useCreate();
  const reported = useQuery({ ...reportedQuery, enabled: me.may("report:read") });
  const start = () =>
    create.mutate(
      { name: t("campaign.untitled") },
      {
        onSuccess: ({ id }) => void navigate({ to: "/campaigns/$id", params: { id } }),
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
      },
    );
  const row = (campaign: Campaign) => {
    const { audience } = campaign;
    const results = reported.data?.get(campaign.id);
    const share = (key: "opened" | "clicked") =>
      results && results.delivered > 0
        ? t(`campaign.share.${key}`, { share: format.percent(results[key] / results.delivered) })
        : "";
    return {
      detail: <CampaignState state={campaign.state} />,
      facts: [
        share("opened"),
        share("clicked"),
        audience ? t("campaign.reach", { count: audience.recipients }) : "",
        format.relative(campaign.startedAt ?? campaign.sendAt ?? campaign.updatedAt),
      ],
    };
  };
  return (
    <MarketingPage
      tab="campaigns"
      list={campaigns.list() as never}
      to="/campaigns/$id"
      row={row}
      create={{ label: t("campaign.new"), needs: "campaign:write", run: start }}
      empty={{ title: t("campaign.empty.title"), text: t("campaign.empty.text") }}
    />
  );
}
