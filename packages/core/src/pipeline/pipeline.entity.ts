import { keep, type Stored } from "../aws/record.ts";
import type { RecordInfo } from "../kernel/record.ts";
import type { Info } from "./pipeline.schema.ts";

export type Fields = Omit<Info, "id" | keyof RecordInfo>;
export type Pipeline = Stored<Fields>;

/** A handful a workspace. Indexes: gsi1 by workspace. */
export const pipelines = keep<Fields>({
  noun: "pipeline",
  shared: true,
  attributes: ["name", "currency", "stages", "lostReasons", "isDefault"],
});
