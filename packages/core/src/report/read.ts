import { DynamoDBDocumentClient, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { liveGeneration } from "../aws/generation.ts";
import type { Item } from "../aws/statement.ts";
import { connect, reports } from "../aws/table.ts";
import * as Actor from "../kernel/actor.ts";
import { Unprocessable } from "../kernel/error.ts";

/**
 * Sums may outgrow what a number holds exactly, and must be shown all the same. A client of its own: `from` writes its
 * options into the client it is given, and would take them away from everybody else.
 */
const lenient = DynamoDBDocumentClient.from(connect(), {
  unmarshallOptions: { wrapNumbers: Number },
});

/** One sum: its sort key's parts without the shard, and its counters. */
export type Sum = { parts: string[]; counters: Record<string, number> };

/** The scope whose sums the actor may read. */
export function ownScope(): string {
  const scope = Actor.scope();
  if (scope.kind === "team") return `team#${scope.teamId}`;
  return scope.kind === "own" ? `own#${scope.ownerId}` : "all";
}

/** One owner's sums, for who may read them. @throws {Unprocessable} for who sees a team: its sums are not split so. */
export function scopeOf(ownerId: string | undefined): string {
  const own = ownScope();
  if (ownerId === undefined || own === `own#${ownerId}`) return own;
  if (own !== "all")
    throw new Unprocessable(
      "Only who sees the whole workspace is told what another owner has.",
      "not-counted",
    );
  return `own#${ownerId}`;
}

/** Sums of a scope between two sort keys, their shards added up: 1 GetItem, and 1 Query for each megabyte. */
export async function sumsBetween(from: string, to: string, scope = ownScope()): Promise<Sum[]> {
  const workspaceId = Actor.workspaceId();
  const pk = `w#${workspaceId}#sum#${await liveGeneration(workspaceId)}#${scope}`;
  const sums = new Map<string, Sum>();
  let start: Item | undefined;
  do {
    const answer = await lenient.send(
      new QueryCommand({
        TableName: reports(),
        KeyConditionExpression: "pk = :pk AND sk BETWEEN :from AND :to",
        ExpressionAttributeValues: { ":pk": pk, ":from": from, ":to": to },
        ExclusiveStartKey: start,
      }),
    );
    for (const { pk: _, sk, ...counters } of answer.Items ?? []) {
      const parts = String(sk).split("#").slice(0, -1);
      const name = parts.join("#");
      const sum = sums.get(name) ?? { parts, counters: {} };
      for (const [counter, value] of Object.entries(counters))
        sum.counters[counter] = (sum.counters[counter] ?? 0) + Number(value);
      sums.set(name, sum);
    }
    start = answer.LastEvaluatedKey;
  } while (start);
  return [...sums.values()];
}
