import { validation } from "../error.ts";
import * as Key from "../key.ts";
import type { Table } from "../schema.ts";
import type { Step } from "./ast.ts";

/** Every document path in a bound tree of whatever kind. */
export function pathsOf(node: unknown, found: Step[][] = []): Step[][] {
  if (Array.isArray(node)) for (const each of node) pathsOf(each, found);
  else if (typeof node === "object" && node !== null) {
    const part = node as { kind?: string; steps?: Step[] };
    if (part.kind === "path") found.push(part.steps!);
    else if (part.kind !== "value") for (const each of Object.values(node)) pathsOf(each, found);
  }
  return found;
}

/** Key attributes have nothing inside: refuses a path that goes deeper into one, the table's first. */
export function checkScalarKeys(table: Table, paths: readonly Step[][]): void {
  const nested = new Set<Step>();
  for (const steps of paths) if (steps.length > 1) nested.add(steps[0]!);
  if (!nested.size) return;
  const refuse = (what: string, name: string) =>
    validation(
      `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${what}: ${name}`,
    );
  for (const part of Key.partsOf(table.keys)) if (nested.has(part.name)) throw refuse("Key", part.name);
  for (const index of table.indexes)
    for (const part of Key.partsOf(index.keys))
      if (nested.has(part.name)) throw refuse("IndexKey", part.name);
}
