import { useTranslation } from "react-i18next";
import { Status } from "../ui/Status.tsx";
import type { Recipient } from "./campaign.data.ts";
import { farthest, toneOf } from "./outcome.ts";

/** What became of one mail, in one word. */
export function Became({ one }: { one: Recipient }) {
  const { t } = useTranslation();
  const outcome = farthest(one);
  return <Status tone={toneOf(outcome)}>{t(`campaign.outcome.${outcome}`)}</Status>;
}
