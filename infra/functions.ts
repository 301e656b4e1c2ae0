import { jobs } from "./list/jobs.ts";
import { reactions } from "./list/reactions.ts";
import type { FunctionSpec } from "./list/spec.ts";
import { workers } from "./list/workers.ts";

export type { FunctionSpec, Grant } from "./list/spec.ts";

/** Every Lambda of a stage: what `build.ts` bundles is what the stacks deploy. Pure data, read without the CDK. */
export const functions: readonly FunctionSpec[] = [...workers, ...jobs, ...reactions];

export function functionNamed(name: string): FunctionSpec {
  const found = functions.find((one) => one.name === name);
  if (!found) throw new Error(`No function is named ${name}: add it to a list in infra/list/.`);
  return found;
}

/** Logical id of a function: `contact-created.welcome` → `ContactCreatedWelcome`. */
export function pascal(name: string): string {
  return name.replace(/(^|[^a-z0-9])([a-z0-9])/gi, (_all, _gap, letter: string) => letter.toUpperCase());
}
