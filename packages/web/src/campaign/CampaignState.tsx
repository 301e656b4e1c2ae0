import { useTranslation } from "react-i18next";
import { Status, type Tone } from "../ui/Status.tsx";
import type { Campaign } from "./campaign.data.ts";

const tones: Record<Campaign["state"], Tone> = {
  draft: "neutral",
  scheduled: "accent",
  running: "accent",
  paused: "attention",
  cancelled: "neutral",
  finished: "positive",
  "finished-with-errors": "attention",
};

export function CampaignState({ state }: { state: Campaign["state"] }) {
  const { t } = useTranslation();
  return (
    <Status tone={tones[state]} hollow={state === "draft"}>
      {t(`campaign.state.${state}`)}
    </Status>
  );
}
