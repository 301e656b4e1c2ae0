import { en } from "./en.ts";
import { fa } from "./fa.ts";

/** The sample company's words in one language. Its places, amounts and days are alike in all of them: see `plot.ts`. */
export type Words = {
  companies: readonly { name: string; industry: string; city: string }[];
  people: readonly { firstName: string; lastName: string; title: string }[];
  deals: readonly string[];
  activities: readonly { title: string; body?: string }[];
};

const all: Record<string, Words> = { en, fa };

/** By a locale (BCP 47); English where there are none. */
export const wordsFor = (locale: string): Words => all[locale.split("-")[0]?.toLowerCase() ?? ""] ?? en;
