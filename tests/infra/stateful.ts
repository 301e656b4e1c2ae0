import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../infra/path.ts";
import { type Properties, synth, type Template } from "./synth.ts";

/** What an account keeps under a logical id, as far as a change of it would replace the thing and lose what it holds. */
export type Kept = {
  type: string;
  keys?: unknown;
  stream?: unknown;
  name?: unknown;
  indexes?: Record<string, unknown>;
};
export type Snapshot = Record<string, Kept>;

const STATEFUL = new Set(["AWS::DynamoDB::Table", "AWS::S3::Bucket"]);
const FILE = join(ROOT, "tests/infra/stateful.snap.json");

export function keptBy(template: Template): Snapshot {
  const kept = Object.entries(template.Resources).filter(([, { Type }]) => STATEFUL.has(Type));
  return Object.fromEntries(
    kept.map(([id, { Type, Properties }]) => {
      const indexes = Properties.GlobalSecondaryIndexes as Properties[] | undefined;
      const whole: Kept = {
        type: Type,
        keys: Properties.KeySchema,
        stream: Properties.StreamSpecification,
        name: Properties.TableName ?? Properties.BucketName,
        indexes: indexes && Object.fromEntries(indexes.map(({ IndexName, ...index }) => [IndexName, index])),
      };
      return [id, JSON.parse(JSON.stringify(whole)) as Kept];
    }),
  );
}

/** Why the step from `before` to `after` can't be one deployment. Empty where it can. */
export function refusals(before: Snapshot, after: Snapshot): string[] {
  return Object.entries(before).flatMap(([id, was]) => {
    const is = after[id];
    if (!is) return [`${id} is gone: its data would stay behind under an id that nothing knows.`];
    const replaced = (["type", "keys", "stream", "name"] as const).filter(
      (part) => !same(was[part], is[part]),
    );
    const changed = indexChanges(was.indexes, is.indexes);
    return [
      ...replaced.map(
        (part) => `${id} has another ${part}: CloudFormation would replace it, and its data with it.`,
      ),
      ...(changed.length > 1
        ? [`${id} changes ${changed.join(", ")}: a table takes one index change a deployment.`]
        : []),
    ];
  });
}

function indexChanges(before: Kept["indexes"] = {}, after: Kept["indexes"] = {}): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !same(before[name], after[name]),
  );
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function snapshot(): Snapshot {
  return JSON.parse(readFileSync(FILE, "utf8")) as Snapshot;
}

/** `node tests/infra/stateful.ts`: takes the templates as they are into the snapshot, if one deployment can reach them. */
if (import.meta.main) {
  const after = keptBy((await synth("production")).all);
  const refused = process.argv.includes("--first") ? [] : refusals(snapshot(), after);
  if (refused.length === 0) writeFileSync(FILE, `${JSON.stringify(after, null, 2)}\n`);
  else {
    console.error(refused.join("\n"));
    process.exitCode = 1;
  }
}
