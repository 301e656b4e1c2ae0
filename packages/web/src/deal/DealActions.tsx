import { Menu } from "@mantine/core";
import {
  IconArrowBackUp,
  IconCalendarEvent,
  IconChecklist,
  IconDots,
  IconNote,
  IconPhone,
  IconThumbDown,
  IconTrash,
  IconTrophy,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Composable } from "../activity/Composer.tsx";
import { useMe } from "../api/index.ts";
import { useRecordActs } from "../shell/useRecordActs.ts";
import type { RecordAction } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { type Deal, deals, type Pipeline } from "./deal.data.ts";
import { LoseReason } from "./LoseReason.tsx";
import { useDealActs } from "./useDealActs.ts";

const icon = { size: 16, stroke: 1.6 };

/** Win and lose an open deal, or open a closed one again; then what is written onto its timeline. */
export function useDealActions(input: {
  deal: Deal;
  pipeline: Pipeline;
  write: (kind: Composable) => void;
  onLose: () => void;
}): RecordAction[] {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useDealActs();
  const { deal, pipeline, write } = input;
  const mine = me.may("deal:write") && !deal.removedAt;
  const closing: RecordAction[] =
    deal.status === "open"
      ? [
          {
            key: "win",
            label: t("deal.win"),
            icon: <IconTrophy {...icon} />,
            run: () => void acts.win(deal, pipeline),
          },
          { key: "lose", label: t("deal.lose.act"), icon: <IconThumbDown {...icon} />, run: input.onLose },
        ]
      : [
          {
            key: "reopen",
            label: t("deal.reopen"),
            icon: <IconArrowBackUp {...icon} className="mirror" />,
            run: () => void acts.reopen(deal, pipeline),
          },
        ];
  const act = (kind: Composable, image: RecordAction["icon"], letter?: string): RecordAction => ({
    key: kind,
    label: t(`activity.kind.${kind}`),
    icon: image,
    ...(letter ? { letter } : {}),
    run: () => write(kind),
  });
  return [
    ...(mine ? closing : []),
    act("call", <IconPhone {...icon} />),
    act("note", <IconNote {...icon} />, "n"),
    act("task", <IconChecklist {...icon} />, "t"),
    act("meeting", <IconCalendarEvent {...icon} />),
  ];
}

/** The rarer acts; the reason for losing is asked beside them. */
export function DealMenu(props: {
  deal: Deal;
  pipeline: Pipeline;
  losing: boolean;
  onLosing: (losing: boolean) => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const records = useRecordActs(deals);
  const acts = useDealActs();
  const { deal, pipeline } = props;
  const mayRemove = me.may("deal:remove") && !deal.removedAt;
  return (
    <LoseReason
      opened={props.losing}
      onClose={() => props.onLosing(false)}
      reasons={pipeline.lostReasons}
      onLose={(reason) => void acts.lose(deal, pipeline, reason)}
    >
      <span>
        {mayRemove && (
          <Menu position="bottom-end">
            <Menu.Target>
              <button type="button" className={menu.dots} aria-label={t("ui.more")}>
                <IconDots size={16} />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                color="danger"
                leftSection={<IconTrash size={16} />}
                onClick={() => records.remove([deal])}
              >
                {t("ui.remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
    </LoseReason>
  );
}
