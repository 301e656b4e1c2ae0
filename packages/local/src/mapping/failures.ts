/** What a handler with partial batch responses answered: the identifiers that failed, or "all" when it can't be read. */
export function failedItems(payload: string): string[] | "all" {
  const answer = (payload === "" ? null : JSON.parse(payload)) as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures;
  if (failures === undefined || failures === null) return [];
  if (!Array.isArray(failures)) return "all";
  const ids = failures.map((one: { itemIdentifier?: unknown } | null) => one?.itemIdentifier);
  // An empty or missing identifier fails the whole batch: docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
  return ids.every((id): id is string => typeof id === "string" && id !== "") ? ids : "all";
}
