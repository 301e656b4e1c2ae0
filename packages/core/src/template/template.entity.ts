import { keep, type Stored } from "../aws/record.ts";
import type { Source } from "./template.schema.ts";

export type Fields = Source & { name: string };
export type Template = Stored<Fields>;

export const templates = keep<Fields>({
  noun: "template",
  shared: true,
  attributes: ["name", "subject", "preheader", "html", "text"],
});
