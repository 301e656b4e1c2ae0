import { Button, Popover } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { HoldButton } from "../ui/HoldButton.tsx";
import { SumBar } from "../ui/Subtraction.tsx";
import { toast } from "../ui/Toasts.tsx";
import { audienceQuery, type Campaign, type useAct } from "./campaign.data.ts";
import { Reach } from "./Reach.tsx";

/** Over so many, the button is held for a second. */
const HELD = 1_000;
/** So long a sending can be taken back. */
const UNDO_MS = 30_000;

/** "Will reach 4 812 of 5 040", which opens the subtraction; sending waits 30 s for second thoughts. */
export function SendBar({ campaign, act }: { campaign: Campaign; act: ReturnType<typeof useAct> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const [later, setLater] = useState("");
  const audience = useQuery(audienceQuery(campaign));
  const reach = audience.data;
  const ready = reach !== undefined && reach.recipients > 0 && campaign.templateId !== undefined;
  const takeBack = () => act.mutateAsync("unschedule");
  const send = () =>
    act.mutate(
      { sendAt: new Date(Date.now() + UNDO_MS).toISOString() },
      {
        onSuccess: () =>
          toast({
            text: t("campaign.sending", { count: reach?.recipients ?? 0 }),
            undo: takeBack,
            stay: UNDO_MS,
          }),
      },
    );
  const schedule = () =>
    act.mutate(
      { sendAt: new Date(later).toISOString() },
      {
        onSuccess: () =>
          toast({
            text: t("campaign.scheduled", { when: format.dateTime(new Date(later)) }),
            undo: takeBack,
          }),
      },
    );
  const sum = audience.error
    ? asProblem(audience.error).message
    : reach
      ? t("campaign.willReach", { count: reach.recipients, of: format.number(reach.matched) })
      : campaign.segmentId
        ? t("campaign.counting")
        : t("campaign.chooseFirst");
  const sendLabel = t("campaign.send");
  return (
    <SumBar
      action={
        <div className={css.actions}>
          {campaign.state === "scheduled" && (
            <Button variant="default" loading={act.isPending} onClick={() => act.mutate("unschedule")}>
              {t("campaign.unschedule")}
            </Button>
          )}
          <input
            type="datetime-local"
            className={css.later}
            aria-label={t("campaign.later")}
            value={later}
            onChange={(event) => setLater(event.currentTarget.value)}
          />
          {later ? (
            <Button disabled={!ready} loading={act.isPending} onClick={schedule}>
              {t("campaign.schedule")}
            </Button>
          ) : (reach?.recipients ?? 0) > HELD ? (
            <HoldButton disabled={!ready || act.isPending} onHeld={send}>
              {sendLabel}
            </HoldButton>
          ) : (
            <Button disabled={!ready} loading={act.isPending} onClick={send}>
              {sendLabel}
            </Button>
          )}
        </div>
      }
    >
      <Popover opened={opened} onChange={setOpened} position="top-start" shadow="md">
        <Popover.Target>
          <button
            type="button"
            className={css.sum}
            aria-expanded={opened}
            disabled={!reach}
            onClick={() => setOpened(!opened)}
          >
            {sum}
          </button>
        </Popover.Target>
        <Popover.Dropdown>{reach && <Reach audience={reach} />}</Popover.Dropdown>
      </Popover>
    </SumBar>
  );
}
