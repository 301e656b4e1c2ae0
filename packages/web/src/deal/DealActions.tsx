import { IconArrowBackUp, IconThumbDown, IconTrophy } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useRecordActs } from "../shell/useRecordActs.ts";
import type { RecordAction } from "../ui/record/index.ts";
import { RemoveMenu } from "../ui/record/RemoveMenu.tsx";
import { type Deal, deals, type Pipeline } from "./deal.data.ts";
import { LoseReason } from "./LoseReason.tsx";
import { useDealActs } from "./useDealActs.ts";

const icon = { size: 16, stroke: 1.6 };

/** Win and lose an open deal, or open a closed one again. */
export function useDealActions(input: {
  deal: Deal;
  pipeline: Pipeline;
  onLose: () => void;
}): RecordAction[] {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useDealActs();
  const { deal, pipeline } = input;
  if (!me.may("deal:write") || deal.removedAt) return [];
  return deal.status === "open"
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
}

/** Removing; the reason for losing is asked beside them. */
export function DealMenu(props: {
  deal: Deal;
  pipeline: Pipeline;
  losing: boolean;
  onLosing: (losing: boolean) => void;
}) {
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
      <span>{mayRemove && <RemoveMenu onRemove={() => records.remove([deal])} />}</span>
    </LoseReason>
  );
}
