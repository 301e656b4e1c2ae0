import type * as z from "zod";
import { keep, type Stored } from "../aws/record.ts";
import type { Column, Options } from "./import.schema.ts";

export type Fields = {
  fileName: string;
  size: number;
  columns?: z.infer<typeof Column>[] | undefined;
  delimiter?: string | undefined;
  options: Options;
  checkJobId?: string | undefined;
  jobId?: string | undefined;
  undoJobId?: string | undefined;
};
export type Import = Stored<Fields>;

export const imports = keep<Fields>({
  noun: "import",
  shared: true,
  attributes: ["fileName", "size", "columns", "delimiter", "options", "checkJobId", "jobId", "undoJobId"],
});

export const fileKey = (importId: string) =>
  `imports/${imports.at(importId).split("#")[1]}/${importId}/file.csv`;
export const errorsKey = (importId: string) =>
  `imports/${imports.at(importId).split("#")[1]}/${importId}/problems.csv`;

/** One slice's manifest: what it was going to do, written before it does it, so that undo and a second try know. */
export const sliceKey = (jobId: string, byte: number) => ({
  pk: imports.at("manifest", jobId),
  sk: `slice#${String(byte).padStart(12, "0")}`,
});
