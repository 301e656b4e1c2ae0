import { validation } from "./error.ts";
import { Binder, type Names } from "./expression/bind.ts";
import * as Value from "./value.ts";

/** Expression parameters as requests carry them. */
export interface Expressions {
  ConditionExpression?: string;
  FilterExpression?: string;
  KeyConditionExpression?: string;
  ProjectionExpression?: string;
  UpdateExpression?: string;
  ExpressionAttributeNames?: Names;
  ExpressionAttributeValues?: Value.Item;
}

const legacyNames = [
  "AttributesToGet",
  "QueryFilter",
  "ScanFilter",
  "AttributeUpdates",
  "Expected",
  "ConditionalOperator",
  "KeyConditions",
] as const;
const expressionNames = [
  "ProjectionExpression",
  "FilterExpression",
  "UpdateExpression",
  "ConditionExpression",
  "KeyConditionExpression",
] as const;

const isExpression = (name: string) => (expressionNames as readonly string[]).includes(name);
const takesValues = new Set([
  "FilterExpression",
  "UpdateExpression",
  "ConditionExpression",
  "KeyConditionExpression",
]);

type Possible = readonly (keyof Expressions)[];

/** Refuses what AWS refuses about names and values as such; gives the binder for the request's expressions. */
export function binder(input: Expressions, possible: Possible): Binder {
  checkParameters(input, possible);
  return bound(input, possible);
}

/** Refuses parameters that don't go together. */
export function checkParameters(input: Expressions, possible: Possible): void {
  const request = input as Record<string, unknown>;
  const present = (name: string) => request[name] !== undefined && request[name] !== null;
  // What an operation doesn't have is not looked at; KeyConditions may stand beside a filter expression.
  const given = possible.filter((name) => isExpression(name) && present(name));
  const old = legacyNames.filter(
    (name) => present(name) && (name !== "KeyConditions" || present("KeyConditionExpression")),
  );
  if (given.length && old.length)
    throw validation(
      `Can not use both expression and non-expression parameters in the same request: Non-expression parameters: {${old.join(", ")}} Expression parameters: {${given.join(", ")}}`,
    );
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  const missing = (wanted: (name: string) => boolean) => {
    const able = possible.filter(wanted);
    return able.length > 1 ? `: ${able.join(" and ")} are null` : able.length ? `: ${able[0]} is null` : "";
  };
  if (names && !given.length)
    throw validation(
      `ExpressionAttributeNames can only be specified when using expressions${missing(() => true)}`,
    );
  const takes = (name: string) => takesValues.has(name);
  if (values && possible.some(takes) && !given.some(takes))
    throw validation(
      `ExpressionAttributeValues can only be specified when using expressions${missing(takes)}`,
    );
}

/** The binder of a request whose parameters are checked: AWS looks at an item and its key before it. */
export function bound(input: Expressions, possible: Possible): Binder {
  const { ExpressionAttributeNames: names, ExpressionAttributeValues: values } = input;
  if (names) checkNames(names);
  const taken = values && possible.some((name) => takesValues.has(name));
  return new Binder(names, taken ? checkValues(values) : undefined);
}

function checkNames(names: Names): void {
  const keys = Object.keys(names);
  if (!keys.length) throw validation("ExpressionAttributeNames must not be empty");
  for (const key of keys) {
    if (!/^#[A-Za-z0-9_]+$/.test(key))
      throw validation(`ExpressionAttributeNames contains invalid key: Syntax error; key: "${key}"`);
    const name = names[key];
    if (!name)
      throw validation(
        `ExpressionAttributeNames contains invalid value: Empty attribute name for key ${key}`,
      );
    if (Buffer.byteLength(name) > 65535)
      throw validation(
        `Member must have length less than or equal to 65535, Member must have length greater than or equal to 1: key: ${key}`,
      );
  }
}

function checkValues(values: Value.Item): Value.Item {
  const keys = Object.keys(values);
  if (!keys.length) throw validation("ExpressionAttributeValues must not be empty");
  const result: Value.Item = {};
  for (const key of keys) {
    if (!/^:[A-Za-z0-9_]+$/.test(key))
      throw validation(`ExpressionAttributeValues contains invalid key: Syntax error; key: "${key}"`);
    try {
      result[key] = Value.normalize(values[key] ?? {});
    } catch (error) {
      throw validation(
        `ExpressionAttributeValues contains invalid value: ${(error as Error).message} for key ${key}`,
      );
    }
  }
  return result;
}
