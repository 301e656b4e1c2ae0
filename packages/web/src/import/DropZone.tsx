import { Button } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { type DragEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import css from "./DropZone.module.css";
import { sizeText } from "./size.ts";
import { useFileProblem } from "./useFileProblem.ts";
import type { Uploading } from "./useUpload.ts";

/** Takes a file that is dropped or chosen, and shows in the same place how it comes in, or what is wrong with it. */
export function DropZone(props: {
  state: Uploading;
  take: (file: File) => Promise<void>;
  leave: () => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useFileProblem();
  const [over, setOver] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { state } = props;
  const busy = state.step === "sending" || state.step === "reading";

  const take = (files: FileList | null | undefined) => {
    const file = files?.[0];
    if (file) void props.take(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!busy) take(event.dataTransfer.files);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is the pointer's way; the button inside is everybody's
    <div
      className={css.zone}
      data-over={over || undefined}
      data-busy={busy || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {state.step === "sending" && (
        <Progress
          label={t("imports.sending", { name: state.name })}
          done={state.sent}
          total={state.size}
          count={`${sizeText(state.sent, format)} / ${sizeText(state.size, format)}`}
          action={
            <Button size="xs" variant="default" onClick={props.leave}>
              {t("ui.cancel")}
            </Button>
          }
        />
      )}
      {state.step === "reading" && (
        <Progress
          label={t("imports.reading", { name: state.name })}
          done={state.size}
          total={state.size}
          count={sizeText(state.size, format)}
        />
      )}
      {state.step === "failed" && (
        <div className={css.problem}>
          <p className={css.name} dir="auto">
            {state.name}
          </p>
          <ErrorNotice problem={problemText(state.problem, state.size)} />
        </div>
      )}
      {!busy && (
        <div className={css.choose}>
          <IconFileTypeCsv size={32} stroke={1.2} className={css.icon} aria-hidden />
          <p className={css.words}>
            <b>{t(over ? "imports.drop.now" : "imports.drop.title")}</b>
            <span>{t("imports.drop.text")}</span>
          </p>
          <Button onClick={() => field.current?.click()}>
            {t(state.step === "failed" ? "imports.drop.other" : "imports.drop.choose")}
          </Button>
          <input
            ref={field}
            type="file"
            hidden
            aria-label={t("imports.drop.choose")}
            accept=".csv,.tsv,.txt,text/csv"
            onChange={(event) => {
              take(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </div>
      )}
    </div>
  );
}
