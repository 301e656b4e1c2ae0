import type { Value } from "../template/assembly.ts";
import { Unsupported } from "../template/unsupported.ts";

/** Where a statement stands, for messages that name what to mend. */
export type Origin = { path: string; id: string };

/** A policy document with the construct that brings it. */
export type Document = { origin: Origin; document: Value };

export type Principals = { all: boolean; aws: string[]; services: string[] };

/** Operator → key → values, as the document has them. */
export type Conditions = Record<string, Record<string, string[]>>;

export type Statement = {
  origin: Origin;
  /** Place in its document, from 0 on. */
  index: number;
  sid: string | undefined;
  allow: boolean;
  actions: { not: boolean; patterns: string[] };
  resources: { not: boolean; patterns: string[] };
  /** Only resource policies and trusts name whom they are about. */
  principals: { not: boolean; of: Principals } | undefined;
  conditions: Conditions;
  /** Documents before 2012-10-17 have no variables. */
  variables: boolean;
};

const MEMBERS = [
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
];

type Given = Record<string, Value>;

/** Reads a document; what AWS would refuse as malformed stops start-up. */
export function statementsOf({ document, origin }: Document): Statement[] {
  if (document === null) return [];
  const { Version, Id: _, Statement: list, ...rest } = object(document, origin);
  for (const name of Object.keys(rest)) throw new Unsupported(`the policy member ${name}`, origin.path);
  if (Version !== undefined && Version !== "2012-10-17" && Version !== "2008-10-17")
    throw new Unsupported(`the policy version ${String(Version)}`, origin.path);
  return many(list ?? []).map((one, index) =>
    statement(object(one, origin), origin, index, Version === "2012-10-17"),
  );
}

function statement(given: Given, origin: Origin, index: number, variables: boolean): Statement {
  for (const name of Object.keys(given))
    if (!MEMBERS.includes(name))
      throw new Unsupported(`the statement member ${name}`, `${origin.path}[${index}]`);
  const { Effect, Sid } = given;
  if (Effect !== "Allow" && Effect !== "Deny")
    throw new Unsupported(`the effect ${String(Effect)}`, `${origin.path}[${index}]`);
  const either = (name: "Action" | "Resource") => {
    const not = given[`Not${name}`];
    // A trust names no resource: it is about the role that has it.
    return { not: not !== undefined, patterns: texts(not ?? given[name] ?? "*") };
  };
  if (given.Action === undefined && given.NotAction === undefined)
    throw new Unsupported("a statement without an action", `${origin.path}[${index}]`);
  const whom = given.NotPrincipal ?? given.Principal;
  return {
    origin,
    index,
    sid: Sid === undefined ? undefined : String(Sid),
    allow: Effect === "Allow",
    actions: either("Action"),
    resources: either("Resource"),
    principals:
      whom === undefined
        ? undefined
        : { not: given.NotPrincipal !== undefined, of: principals(whom, origin) },
    conditions: conditions(given.Condition, origin),
    variables,
  };
}

function principals(given: Value, origin: Origin): Principals {
  if (given === "*") return { all: true, aws: [], services: [] };
  const { AWS = [], Service = [], ...rest } = object(given, origin);
  // Federated and canonical users call nothing on a stage, so they match nobody here.
  for (const name of Object.keys(rest))
    if (name !== "Federated" && name !== "CanonicalUser")
      throw new Unsupported(`the principal ${name}`, origin.path);
  const aws = texts(AWS);
  return { all: aws.includes("*"), aws, services: texts(Service) };
}

function conditions(given: Value | undefined, origin: Origin): Conditions {
  if (given === undefined) return {};
  const out: Conditions = {};
  for (const [operator, keys] of Object.entries(object(given, origin))) {
    out[operator] = {};
    for (const [key, values] of Object.entries(object(keys, origin))) out[operator][key] = texts(values);
  }
  return out;
}

function object(value: Value, origin: Origin): Given {
  if (value === null || typeof value !== "object" || Array.isArray(value))
    throw new Unsupported(`a policy that holds ${JSON.stringify(value)}`, origin.path);
  return value;
}

const many = (value: Value): Value[] => (Array.isArray(value) ? value : [value]);
const texts = (value: Value): string[] => many(value).map(String);
