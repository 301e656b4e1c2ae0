import { normalize } from "../../../packages/local/src/table/number.ts";
import type { Step } from "./operation.ts";

const number = /^[+-]?\d/;
type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/**
 * Sets have no order, objects neither: both are sorted, so that only what differs differs. Numbers inside lists and
 * maps stay in DynamoDB Local as they were written; AWS trims all of them, so both are compared trimmed.
 */
export function canonical(value: Json, name = ""): Json {
  if (name === "N" && typeof value === "string" && number.test(value)) return normalize(value);
  if (Array.isArray(value)) {
    const all = value.map((each) => canonical(each, name === "NS" ? "N" : ""));
    return name === "SS" || name === "NS" || name === "BS"
      ? all.sort((a, b) => (String(a) < String(b) ? -1 : 1))
      : all;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, canonical(value[key]!, key)]),
  );
}

const byText = (items: Json) =>
  Array.isArray(items) ? [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : items;

/** An answer in the form in which two engines' are compared. */
export function comparable(step: Step, status: number, body: string): { [name: string]: Json } {
  const answer = canonical(body ? (JSON.parse(body) as Json) : null) as { [name: string]: Json };
  if (status !== 200) {
    const { __type, message, Message, ...rest } = answer;
    return { error: String(__type).split("#")[1] ?? "", message: message ?? Message ?? "", ...rest };
  }
  // Partitions lie in an order of each engine's own; so do rows of an index with equal keys.
  const { IndexName: index, Limit: limit } = step.input;
  if (step.operation === "Scan" || index) answer.Items = byText(answer.Items ?? null);
  if (index && limit) for (const name of ["Items", "Count", "LastEvaluatedKey"]) delete answer[name];
  if (step.operation === "BatchGetItem")
    answer.Responses = Object.fromEntries(
      Object.entries(answer.Responses ?? {}).map(([table, items]) => [table, byText(items)]),
    );
  return answer;
}
