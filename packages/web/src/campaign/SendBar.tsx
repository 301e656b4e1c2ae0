import { Button, Popover } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { HoldButton } from "../ui/HoldButton.tsx";
import { SumBar } from "../ui/Subtraction.tsx";
import { toast } from "../ui/Toasts.tsx";
import { type Campaign, type useAct, useAudience } from "./campaign.data.ts";
import { Reach } from "./Reach.tsx";

/** Over so many, the button is held for a second. */
const HELD = 1_000;

type Props = {
  campaign: Campaign;
  act: ReturnType<typeof useAct>;
  /** When it is to start; undefined: now, which is after the time that the server leaves for second thoughts. */
  at: Date | undefined;
  /** A time was asked for but is not whole. */
  open: boolean;
};

/** "Will reach 4 812 of 5 040", which opens the subtraction; sending waits, at the server, for second thoughts. */
export function SendBar({ campaign, act, at, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const audience = useAudience(campaign);
  const reach = audience.data;
  // Too many to count at once are many: they are counted when it starts.
  const many = audience.error !== null && asProblem(audience.error).type === "too-many-to-count";
  const ready = campaign.templateId !== undefined && (many || (reach?.recipients ?? 0) > 0);
  // The message outlives the page: what goes wrong is said where it stands.
  const takeBack = () =>
    act
      .mutateAsync("unschedule")
      .catch((error: unknown) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }));
  const told = ({ sendAt, updatedAt }: Campaign) => {
    if (at) toast({ text: t("campaign.scheduled", { when: format.dateTime(at) }), undo: takeBack });
    // Both times are the server's, so that a clock that is wrong here shortens nothing.
    else if (sendAt)
      toast({
        text: many ? t("campaign.sendingMany") : t("campaign.sending", { count: reach?.recipients ?? 0 }),
        undo: takeBack,
        stay: Date.parse(sendAt) - Date.parse(updatedAt),
        counts: true,
      });
  };
  const start = () => act.mutate(at ? { sendAt: at.toISOString() } : "send", { onSuccess: told });
  const label = t(at ? "campaign.schedule" : "campaign.send");
  const disabled = !ready || act.isPending || (open && !at);
  return (
    <SumBar
      action={
        campaign.state === "scheduled" ? (
          <>
            <span className={css.summary}>
              {campaign.sendAt && t("campaign.goesAt", { when: format.dateTime(campaign.sendAt) })}
            </span>
            <Button variant="default" loading={act.isPending} onClick={() => act.mutate("unschedule")}>
              {t("campaign.unschedule")}
            </Button>
          </>
        ) : many || (reach?.recipients ?? 0) > HELD ? (
          <HoldButton disabled={disabled} onHeld={start}>
            {label}
          </HoldButton>
        ) : (
          <Button disabled={disabled} loading={act.isPending} onClick={start}>
            {label}
          </Button>
        )
      }
    >
      <Popover opened={opened} onChange={setOpened} position="top-start" shadow="md" width={320}>
        <Popover.Target>
          <button
            type="button"
            className={css.sum}
            aria-expanded={opened}
            disabled={!reach}
            onClick={() => setOpened(!opened)}
          >
            {audience.error
              ? asProblem(audience.error).message
              : reach
                ? t("campaign.willReach", { count: reach.recipients, of: format.number(reach.matched) })
                : t(campaign.segmentId ? "campaign.counting" : "campaign.chooseFirst")}
          </button>
        </Popover.Target>
        <Popover.Dropdown>{reach && <Reach audience={reach} />}</Popover.Dropdown>
      </Popover>
    </SumBar>
  );
}
