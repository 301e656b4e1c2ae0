import type { TargetPlan } from "../plan/events.ts";
import { Unsupported } from "../template/unsupported.ts";

type Json = { [key: string]: unknown };

/**
 * What a target is given of an event: all of it, a part, a constant, or a template filled in.
 * Rules: docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function targetInput(
  target: TargetPlan,
  event: Json,
  rule: { name: string; arn: string },
  now: number,
): unknown {
  if (target.input !== undefined) return JSON.parse(target.input) as unknown;
  if (target.inputPath !== undefined) return at(event, target.inputPath);
  if (!target.transformer) return event;
  const values: Json = {
    "aws.events.rule-name": rule.name,
    "aws.events.rule-arn": rule.arn,
    "aws.events.event": event,
    "aws.events.event.json": JSON.stringify(event),
    "aws.events.event.ingestion-time": new Date(now).toISOString(),
  };
  for (const [name, path] of Object.entries(target.transformer.paths)) values[name] = at(event, path);
  const filled = fill(target.transformer.template, values);
  try {
    return JSON.parse(filled) as unknown;
  } catch {
    // A template that is no JSON is text for the target, quoted or not.
    return filled;
  }
}

/** Checked at start-up, so that a path nobody can follow stops the stage. */
export function checkTarget(target: TargetPlan, where: string): void {
  for (const path of [target.inputPath, ...Object.values(target.transformer?.paths ?? {})])
    if (path !== undefined && !/^\$(\.[\w-]+|\[\d+\]|\['[^']+'\])*$/.test(path))
      throw new Unsupported(`the input path ${path}`, where);
}

function at(event: unknown, path: string): unknown {
  let value = event;
  for (const [, name, index, quoted] of path.matchAll(/\.([\w-]+)|\[(\d+)\]|\['([^']+)'\]/g))
    value = (value as Json | undefined)?.[name ?? index ?? quoted!];
  return value;
}

/** Inside quotes a variable is text; outside it is JSON. */
function fill(template: string, values: Json): string {
  let quoted = false;
  let result = "";
  for (let at = 0; at < template.length; at++) {
    const char = template[at]!;
    const variable = char === "<" ? /^<([\w.-]+)>/.exec(template.slice(at)) : null;
    if (variable && variable[1]! in values) {
      result += quoted ? inText(values[variable[1]!]) : (JSON.stringify(values[variable[1]!]) ?? "");
      at += variable[0].length - 1;
      continue;
    }
    if (char === '"' && template[at - 1] !== "\\") quoted = !quoted;
    result += char;
  }
  return result;
}

function inText(value: unknown): string {
  if (value === undefined) return "";
  const plain = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(plain).slice(1, -1);
}
