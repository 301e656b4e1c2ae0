import { keep, type Stored } from "../aws/record.ts";
import type { RecordInfo } from "../kernel/record.ts";
import type { Info } from "./form.schema.ts";

export type Fields = Omit<Info, "id" | "url" | keyof RecordInfo>;
export type Form = Stored<Fields>;

export const forms = keep<Fields>({
  noun: "form",
  shared: true,
  attributes: [
    "name",
    "title",
    "intro",
    "questions",
    "consentText",
    "thanks",
    "redirectTo",
    "tags",
    "welcome",
    "open",
  ],
});
