import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./HoldButton.module.css";

const holdFor = 1_000;

/** For what cannot be taken back easily: acts after being held for one second, by pointer, Enter or Space. */
export function HoldButton(props: {
  onHeld: () => void;
  children: ReactNode;
  disabled?: boolean;
  tone?: "accent" | "danger";
}) {
  const { t } = useTranslation();
  const [holding, setHolding] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const stop = () => {
    clearTimeout(timer.current);
    timer.current = undefined;
    setHolding(false);
  };
  const start = () => {
    if (props.disabled || timer.current) return;
    setHolding(true);
    timer.current = setTimeout(() => {
      stop();
      props.onHeld();
    }, holdFor);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <button
      type="button"
      className={css.button}
      data-holding={holding || undefined}
      data-tone={props.tone ?? "accent"}
      disabled={props.disabled}
      onPointerDown={(event) => event.button === 0 && start()}
      onPointerUp={stop}
      onPointerLeave={stop}
      onPointerCancel={stop}
      onBlur={stop}
      onKeyDown={(event) => {
        if ((event.key === "Enter" || event.key === " ") && !event.repeat) start();
      }}
      onKeyUp={stop}
      onContextMenu={(event) => event.preventDefault()}
    >
      <span className={css.fill} aria-hidden />
      <span className={css.label}>{props.children}</span>
      <span className={css.hint}>{t("ui.hold")}</span>
    </button>
  );
}
