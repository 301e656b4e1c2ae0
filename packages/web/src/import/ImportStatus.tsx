import { useTranslation } from "react-i18next";
import { Status, type Tone } from "../ui/Status.tsx";
import type { Import, ImportState } from "./import.data.ts";

const tones: Record<ImportState, Tone> = {
  waiting: "attention",
  ready: "neutral",
  checking: "accent",
  running: "accent",
  done: "positive",
  failed: "danger",
  cancelled: "attention",
  undoing: "accent",
  undone: "neutral",
};

export function ImportStatus({ file }: { file: Import }) {
  const { t } = useTranslation();
  return (
    <Status tone={tones[file.state]} hollow={file.state === "undone" || file.state === "ready"}>
      {t(`imports.state.${file.state}`)}
    </Status>
  );
}
