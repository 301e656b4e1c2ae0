import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { Patient } from "./patience.ts";

/** The door to DynamoDB. Table names come from the function's environment, set by `infra/`. */
export const connect = () => new DynamoDBClient({ maxAttempts: 5, requestHandler: new Patient() });
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
