import type { Call } from "../../call/index.ts";
import { bus, functions, lines, mail, parameters, passed, queues, stacks, traces } from "./service.ts";
import { storage } from "./storage.ts";
import { tables } from "./table.ts";

/** One permission that a call needs: an action on a resource, with what the request says about itself. */
export type Need = {
  action: string;
  resource: string;
  context: Record<string, string | readonly string[]>;
};

/** What the stage knows of its resources. */
export type World = {
  account: string;
  region: string;
  /** Partition key attribute of a table, or of one of its indexes. */
  hashOf(table: string, index: string | undefined): string | undefined;
  /** Verified senders that the stage knows by name; with none known, any is taken. */
  identities(): readonly string[];
};

/** Actions on nothing in particular. */
export const EVERYTHING = "*";

/**
 * What a call needs: all of them. An inner list is met by any one of it. Undefined: nobody knows which permission it is.
 * Which action needs what: docs.aws.amazon.com/service-authorization/latest/reference
 */
export function needsOf(
  call: Pick<Call, "service" | "action" | "input">,
  world: World,
): Need[][] | undefined {
  const services: Record<
    string,
    (call: Pick<Call, "action" | "input">, world: World) => Need[] | Need[][] | undefined
  > = {
    dynamodb: tables,
    s3: storage,
    sqs: queues,
    events: bus,
    ssm: parameters,
    ses: mail,
    lambda: functions,
    scheduler: passed,
    logs: lines,
    xray: traces,
    cloudformation: stacks,
    // Anyone may ask who they are.
    sts: ({ action }) => (action === "GetCallerIdentity" ? [] : undefined),
  };
  const needs = services[call.service]?.(call, world);
  return needs?.map((need) => (Array.isArray(need) ? need : [need]));
}
