import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import type { RecordAction } from "../ui/record/index.ts";
import type { Composable } from "./Composer.tsx";
import { kindIcons } from "./kinds.tsx";
import type { Compose } from "./RecordTimeline.tsx";

const letters: Partial<Record<Composable, string>> = { mail: "m", note: "n", task: "t" };

/** Writing onto a record's timeline: what its composer shows, and the part of its action bar that drives it. */
export function useWriting({ phone, mails = false }: { phone?: string | undefined; mails?: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const mayMail = mails && me.may("mail:send");
  const [compose, setCompose] = useState<Compose>({ kind: "note", focusKey: 0 });
  const kinds: Composable[] = [...(mayMail ? ["mail" as const] : []), "call", "note", "task", "meeting"];
  const actions = kinds.map(
    (kind): RecordAction => ({
      key: kind,
      label: t(`activity.kind.${kind}`),
      icon: kindIcons[kind],
      ...(letters[kind] ? { letter: letters[kind] } : {}),
      ...(kind === "call" && phone ? { href: `tel:${phone}` } : {}),
      run: () => setCompose(({ focusKey }) => ({ kind, focusKey: focusKey + 1 })),
    }),
  );
  return { compose, setCompose, actions, mayMail };
}
