import { stringify } from "csv-stringify/sync";
import { queryAll } from "../aws/statement.ts";
import * as Storage from "../aws/storage.ts";
import { errorsKey, type Import, sliceKey } from "./import.entity.ts";
import type { Problem } from "./slice.ts";

/** One CSV of every row that did not come in, or came in with a warning: line, kind, reason and the row as it was. */
export async function writeProblems(file: Import, jobId: string): Promise<void> {
  const lines: string[][] = [
    ["Line", "Problem", "Reason", ...(file.columns?.map((column) => column.header) ?? [])],
  ];
  for await (const item of queryAll({ pk: sliceKey(jobId, 0).pk, beginsWith: "problem#" }))
    for (const { line, kind, reason, values } of item.problems as Problem[])
      lines.push([String(line), kind, reason, ...values]);
  if (lines.length === 1) return;
  // What a spreadsheet would run as a formula is guarded (OWASP: CSV injection).
  const csv = stringify(lines, { bom: true, escape_formulas: true });
  await Storage.write(errorsKey(file.id), csv, "text/csv; charset=utf-8");
}
