import type { Template } from "../mail.schema.ts";
import { en } from "./en.ts";
import { fa } from "./fa.ts";

export type Filled = Record<string, string | undefined>;
/** What a mail says; `label` stands on its button, `task` on the task that it speaks of, where the template has one. */
export type Wording = { subject: string; lines: string[]; label?: string; task?: string };
/** The wording of every transactional mail in one language. */
export type Words = Record<Template, (values: Filled) => Wording>;

export const words = { en, fa } as const satisfies Record<string, Words>;
export type Language = keyof typeof words;
export const directions: Record<Language, "ltr" | "rtl"> = { en: "ltr", fa: "rtl" };

/** The language we write in for somebody who reads this one; English where there is no catalogue. */
export function languageFor(locale: string | undefined): Language {
  const language = locale?.split("-")[0]?.toLowerCase();
  return language !== undefined && Object.hasOwn(words, language) ? (language as Language) : "en";
}
