import { legacyOperators } from "./legacy.ts";
import type { Step } from "./operation.ts";

const condition = [
  ..."= <> < <= > >= BETWEEN IN AND OR NOT".split(" "),
  ..."attribute_exists attribute_not_exists attribute_type begins_with contains size".split(" "),
];
const update = ["SET", "REMOVE", "ADD", "DELETE", "+", "-", "if_not_exists", "list_append"];
const key = ["=", "<", "<=", ">", ">=", "BETWEEN", "begins_with"].map((each) => `key ${each}`);
const legacy = (parameter: string) =>
  [...legacyOperators, "AND", "OR"].map((operator) => `${parameter} ${operator}`);
const read = ["projection", "nested path"];
const within = (kind: string, operators: string[]) => operators.map((operator) => `${kind} ${operator}`);

/** What a whole run must have met, by operation. */
const wanted: Record<string, string[]> = {
  PutItem: [...condition, ...legacy("Expected"), "Expected Value or Exists"],
  DeleteItem: [...condition, ...legacy("Expected"), "Expected Value or Exists"],
  UpdateItem: [
    ...condition,
    ...update,
    ...legacy("Expected"),
    ...["PUT", "ADD", "DELETE"].map((action) => `AttributeUpdates ${action}`),
  ],
  GetItem: [...read, "AttributesToGet"],
  Query: [
    ...condition,
    ...key,
    ...read,
    ...legacy("QueryFilter"),
    ..."EQ LE LT GE GT BEGINS_WITH BETWEEN NE IN".split(" ").map((operator) => `KeyConditions ${operator}`),
    "AttributesToGet",
  ],
  Scan: [...condition, ...read, ...legacy("ScanFilter")],
  BatchGetItem: read,
  BatchWriteItem: [],
  TransactGetItems: read,
  TransactWriteItems: [
    ...within("Put", condition),
    ...within("Delete", condition),
    ...within("ConditionCheck", condition),
    ...within("Update", [...condition, ...update]),
  ],
};

/** Counts how often each operation met each operator. */
export class Coverage {
  private readonly counts = new Map<string, Map<string, number>>();

  add({ operation, operators }: Step): void {
    let counts = this.counts.get(operation);
    if (!counts) {
      counts = new Map();
      this.counts.set(operation, counts);
    }
    counts.set("", (counts.get("") ?? 0) + 1);
    for (const operator of new Set(operators)) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  }

  private count = (operation: string, operator: string) => this.counts.get(operation)?.get(operator) ?? 0;

  /** What no request of the run did. */
  missing(): string[] {
    return Object.entries(wanted).flatMap(([operation, operators]) =>
      ["", ...operators]
        .filter((operator) => !this.count(operation, operator))
        .map((operator) => `${operation} ${operator}`),
    );
  }

  report(): string {
    return Object.entries(wanted)
      .map(([operation, operators]) => {
        const met = operators.map((operator) => `${operator}: ${this.count(operation, operator)}`);
        return `${operation}, ${this.count(operation, "")} requests\n  ${met.join(", ")}`;
      })
      .join("\n");
  }
}
