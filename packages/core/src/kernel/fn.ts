import type * as z from "zod";
import * as Actor from "./actor.ts";
import { Invalid } from "./error.ts";
import type { Permission } from "./role.ts";

/** A verb of the domain: validated once, here, and allowed by role, here. Routes reuse `schema` and `permission`. */
export type Verb<Schema extends z.ZodType, Result> = {
  (input: z.input<Schema>): Promise<Result>;
  schema: Schema;
  /** `open` verbs are for visitors too and check what they need themselves (a token, a form). */
  permission: Permission | "open";
};

export function fn<Schema extends z.ZodType, Result>(
  permission: Permission | "open",
  schema: Schema,
  run: (input: z.output<Schema>) => Promise<Result>,
): Verb<Schema, Result> {
  const verb = async (input: z.input<Schema>) => {
    if (permission !== "open") Actor.require(permission);
    return run(parse(schema, input));
  };
  return Object.assign(verb, { schema, permission });
}

/** @throws {Invalid} with a path and a message for each thing wrong. */
export function parse<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  throw new Invalid(
    result.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message })),
  );
}
