import { Popover } from "@mantine/core";
import { type ReactElement, useId } from "react";
import { useTranslation } from "react-i18next";
import { TextAct } from "../ui/TextAct.tsx";
import css from "./LoseReason.module.css";

/** Asks why a deal is lost, beside what was acted on: one click on a usual reason, or words of one's own. */
export function LoseReason(props: {
  opened: boolean;
  onClose: () => void;
  reasons: readonly string[];
  onLose: (reason: string) => void;
  children: ReactElement;
}) {
  const { t } = useTranslation();
  const id = useId();
  const lose = (reason: string) => {
    props.onClose();
    props.onLose(reason);
  };
  const keepHere = (event: { stopPropagation: () => void }) => event.stopPropagation();
  return (
    <Popover
      opened={props.opened}
      onChange={(opened) => !opened && props.onClose()}
      position="bottom"
      width={272}
      trapFocus
      returnFocus
      withinPortal
      withRoles={false}
    >
      <Popover.Target>{props.children}</Popover.Target>
      {/* Keys and the pointer in here are not for the card beneath. */}
      <Popover.Dropdown
        p={8}
        role="dialog"
        aria-labelledby={id}
        onClick={keepHere}
        onMouseDown={keepHere}
        onTouchStart={keepHere}
        onPointerDown={keepHere}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === "Escape") props.onClose();
        }}
      >
        <p id={id} className={css.title}>
          {t("deal.lose.why")}
        </p>
        <div className={css.reasons}>
          {props.reasons.map((reason, index) => (
            <button
              key={reason}
              type="button"
              className={css.reason}
              data-autofocus={index === 0 || undefined}
              onClick={() => lose(reason)}
              dir="auto"
            >
              {reason}
            </button>
          ))}
        </div>
        <div className={css.own}>
          <TextAct label={t("deal.lose.other")} most={80} act={t("deal.lose.act")} onAct={lose} />
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
