import { ScanCommand } from "@aws-sdk/lib-dynamodb";
import type { Item } from "../aws/statement.ts";
import { documents } from "../aws/table.ts";

/** Where a walk over a whole table is: it can stop after any page and go on elsewhere. */
export type Position = { segment: number; start?: Item | undefined };

const SEGMENTS = 4;

/** One page of a strongly consistent, segmented scan of one workspace's items, or of all. `next` is missing at the end. */
export async function scan(
  table: string,
  workspaceId: string | undefined,
  position: Position,
): Promise<{ items: Item[]; next: Position | undefined }> {
  const answer = await documents.send(
    new ScanCommand({
      TableName: table,
      Segment: position.segment,
      TotalSegments: SEGMENTS,
      ExclusiveStartKey: position.start,
      ConsistentRead: true,
      FilterExpression: "begins_with(pk, :scope)",
      ExpressionAttributeValues: { ":scope": workspaceId ? `w#${workspaceId}#` : "w#" },
    }),
  );
  const { segment } = position;
  const next = answer.LastEvaluatedKey
    ? { segment, start: answer.LastEvaluatedKey }
    : segment + 1 < SEGMENTS
      ? { segment: segment + 1 }
      : undefined;
  return { items: answer.Items ?? [], next };
}
