import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Patient } from "./patience.ts";

/** The SDK copies every question and answer for a logger that has `info` or `error`, even one that drops them. */
const quiet = { debug: () => undefined, warn: () => undefined } as unknown as NonNullable<
  DynamoDBClientConfig["logger"]
>;

/** The door to DynamoDB. Table names come from the function's environment, set by `infra/`. */
export const connect = () =>
  new DynamoDBClient({ maxAttempts: 5, requestHandler: new Patient(), logger: quiet });
export const client = connect();

export const documents = DynamoDBDocumentClient.from(client, {
  marshallOptions: { removeUndefinedValues: true },
});

function named(variable: string): string {
  const name = process.env[variable];
  if (!name) throw new Error(`${variable} is not set: this function was not granted that table in infra/.`);
  return name;
}

/** The truth. */
export const records = () => named("RECORDS_TABLE");
/** Derived: aggregates, search words, pointers. */
export const reports = () => named("REPORTS_TABLE");
/** Append-only: who changed what, when and why. */
export const history = () => named("HISTORY_TABLE");
