import type { Recipient, Write } from "@rapport/core/letter/schema";
import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api, asProblem, keys } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { type Activity, refreshActivities } from "./activity.data.ts";

/** Whether a contact can be written to. Part of the contact: another address asks again. */
export const recipientQuery = (contactId: string) =>
  queryOptions({
    queryKey: keys.part("contact", contactId, "mail"),
    queryFn: ({ signal }) => api.get<Recipient>(`/mails/to/${contactId}`, { signal }),
  });

/** Each try of one and the same mail has the same key, so that it is one. */
export function useWrite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...mail }: Write & { key: string }) => api.create<Activity>("/mails", mail, key),
    onSuccess: () => refreshActivities(client),
  });
}

/** What has left already can't be taken back: said wherever it was tried. */
export function useTakeBack() {
  const { t } = useTranslation();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post<Activity>(`/mails/${id}/cancel`),
    onError: (error) => {
      const { type, message } = asProblem(error);
      toast({ text: type === "mail-left" ? t("activity.mail.tooLate") : message, tone: "danger" });
    },
    onSettled: () => refreshActivities(client),
  });
}

/** A mail that is being written. `to` is undefined until somebody is chosen. */
export type Draft = { to?: string | undefined; subject: string; text: string; answers?: string; key: string };

const empty = (): Draft => ({ subject: "", text: "", key: crypto.randomUUID() });
const drafts = new Map<string, Draft>();
const listeners = new Set<() => void>();

/** Puts a record's draft in its place: what was sent is gone, what was taken back is there again. */
export function setDraft(party: string, draft: Partial<Draft> | undefined): void {
  // Other words are another mail.
  drafts.set(party, { ...empty(), ...draft, key: crypto.randomUUID() });
  for (const listener of listeners) listener();
}

/** Whether a record's draft has words. */
export function isWriting(party: string): boolean {
  const draft = drafts.get(party);
  return draft !== undefined && (draft.subject.trim() !== "" || draft.text.trim() !== "");
}

/** The draft of a record, kept while one looks at others. */
export function useDraft(party: string): Draft {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => {
      const draft = drafts.get(party) ?? empty();
      drafts.set(party, draft);
      return draft;
    },
  );
}
