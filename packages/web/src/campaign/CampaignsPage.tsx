import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { toast } from "../ui/Toasts.tsx";
import { CampaignState } from "./CampaignState.tsx";
import { type Campaign, campaigns } from "./campaign.data.ts";

export function CampaignsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const navigate = useNavigate();
  const create = campaigns.useCreate();
  const start = () =>
    create.mutate(
      { name: t("campaign.untitled") },
      {
        onSuccess: ({ id }) => void navigate({ to: "/campaigns/$id", params: { id } }),
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
      },
    );
  return (
    <MarketingPage
      tab="campaigns"
      list={campaigns.list() as never}
      to="/campaigns/$id"
      row={(campaign: Campaign) => ({
        detail: <CampaignState state={campaign.state} />,
        meta: campaign.audience ? t("campaign.reach", { count: campaign.audience.recipients }) : undefined,
        end: format.relative(campaign.startedAt ?? campaign.sendAt ?? campaign.updatedAt),
      })}
      create={me.may("campaign:write") ? { label: t("campaign.new"), run: start } : undefined}
      empty={{ title: t("campaign.empty.title"), text: t("campaign.empty.text") }}
    />
  );
}
