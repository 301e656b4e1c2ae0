import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordAction } from "../ui/record/index.ts";
import type { Composable } from "./Composer.tsx";
import { kindIcons } from "./kinds.tsx";
import type { Compose } from "./RecordTimeline.tsx";

const letters: Partial<Record<Composable, string>> = { note: "n", task: "t" };

/** Writing onto a record's timeline: what its composer shows, and the part of its action bar that drives it. */
export function useWriting(phone?: string) {
  const { t } = useTranslation();
  const [compose, setCompose] = useState<Compose>({ kind: "note", focusKey: 0 });
  const actions = (["call", "note", "task", "meeting"] as const).map(
    (kind): RecordAction => ({
      key: kind,
      label: t(`activity.kind.${kind}`),
      icon: kindIcons[kind],
      ...(letters[kind] ? { letter: letters[kind] } : {}),
      ...(kind === "call" && phone ? { href: `tel:${phone}` } : {}),
      run: () => setCompose(({ focusKey }) => ({ kind, focusKey: focusKey + 1 })),
    }),
  );
  return { compose, setCompose, actions };
}
