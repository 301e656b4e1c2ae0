import type { TFunction } from "i18next";
import { joinWords, splitWords } from "../ui/words.ts";
import type { Asked, Form, Question } from "./form.data.ts";

/** A form as its page edits it: every text is there, empty where nothing is set. */
export type Draft = {
  name: string;
  title: string;
  intro: string;
  questions: Question[];
  consentText: string;
  thanks: string;
  redirectTo: string;
  tags: string;
  ownerId: string;
  welcome: boolean;
  open: boolean;
};

/** A form that works as it is: who one is, the email, and the box. */
export function draftOf(form: Form | undefined, t: TFunction): Draft {
  const ask = (field: Asked, required: boolean): Question => ({
    field,
    label: t(`form.asks.${field}`),
    required,
  });
  return {
    name: form?.name ?? "",
    title: form?.title ?? (form ? "" : t("form.start.title")),
    intro: form?.intro ?? "",
    questions: form?.questions ?? [ask("firstName", false), ask("lastName", false), ask("email", true)],
    consentText: form?.consentText ?? (form ? "" : t("form.start.consent")),
    thanks: form?.thanks ?? "",
    redirectTo: form?.redirectTo ?? "",
    tags: joinWords(form?.tags),
    ownerId: form?.ownerId ?? "",
    welcome: form?.welcome ?? false,
    open: form?.open ?? true,
  };
}

const optional = ["intro", "consentText", "thanks", "redirectTo", "ownerId"] as const;

/** What is sent: a text that is empty is left out of a new form (`cleared` undefined) and taken away from an old one. */
export function fieldsOf<Cleared extends null | undefined>(draft: Draft, cleared: Cleared) {
  const { name, title, questions, welcome, open } = draft;
  const texts = optional.map((field) => [field, draft[field].trim() || cleared] as const);
  const sent = Object.fromEntries(texts.filter(([, text]) => text !== undefined)) as {
    [Field in (typeof optional)[number]]: string;
  };
  return {
    name: name.trim(),
    title: title.trim(),
    questions: questions.map((question) => ({ ...question, label: question.label.trim() })),
    tags: splitWords(draft.tags),
    welcome,
    open,
    ...sent,
  };
}

/** Whether nothing is missing that the server asks for. */
export function isWhole({ name, title, questions }: Draft): boolean {
  return [name, title, ...questions.map(({ label }) => label)].every((text) => text.trim() !== "");
}
