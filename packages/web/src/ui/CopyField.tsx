import { Button } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import css from "./CopyField.module.css";

/** A text that is taken elsewhere: an address, a key, a piece of HTML. Always left to right. */
export function CopyField(props: { label: string; text: string; description?: string; lines?: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 4_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
  };
  const field = {
    id,
    className: css.text,
    dir: "ltr",
    readOnly: true,
    spellCheck: false,
    value: props.text,
    "aria-describedby": props.description ? `${id}-text` : undefined,
    onFocus: (event: { currentTarget: { select(): void } }) => event.currentTarget.select(),
  };
  return (
    <div className={css.field}>
      <label htmlFor={id} className={css.label}>
        {props.label}
      </label>
      {props.description && (
        <p id={`${id}-text`} className={css.description}>
          {props.description}
        </p>
      )}
      <div className={css.line} data-lines={props.lines || undefined}>
        {props.lines ? <textarea {...field} rows={8} /> : <input {...field} />}
        <Button
          variant="default"
          aria-label={`${t(copied ? "ui.copied" : "ui.copy")}: ${props.label}`}
          leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          onClick={() => void copy()}
        >
          {t(copied ? "ui.copied" : "ui.copy")}
        </Button>
      </div>
      <span className="visually-hidden" role="status">
        {copied ? t("ui.copied") : ""}
      </span>
    </div>
  );
}
