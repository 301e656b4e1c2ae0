import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb";
import { deleteAll } from "../aws/batch.ts";
import { stamp } from "../aws/stamp.ts";
import { getMany, type Item, type Key, query } from "../aws/statement.ts";
import { documents, records } from "../aws/table.ts";
import * as Context from "../kernel/context.ts";
import type { Flip, Image } from "./flips.ts";

/**
 * Membership rows: pk `w#WS#segment#SEG#GENERATION#SHARD`, sk `CREATED_AT#CONTACT`, with the time of entry. One shard:
 * imports and fills keep to 500 writes a second, a partition takes 1,000.
 */
const SHARD = 0;
const PARALLEL = 20;

export type Of = { workspaceId: string; segmentId: string; generation: number };

export function partition({ workspaceId, segmentId, generation }: Of): string {
  return `w#${workspaceId}#segment#${segmentId}#${generation}#${SHARD}`;
}

export function memberKey(of: Of, contact: { id: string; createdAt: string }) {
  return { pk: partition(of), sk: `${contact.createdAt}#${contact.id}` };
}

async function write(flip: Flip, enteredAt: string): Promise<void> {
  const Key = memberKey(flip, { id: flip.contactId, createdAt: flip.createdAt });
  const guarded = {
    TableName: records(),
    // The stream may repeat an old change after a new one: it must not undo it.
    ConditionExpression: "attribute_not_exists(pk) OR #v <= :v",
    ExpressionAttributeNames: { "#v": "_v" },
    ExpressionAttributeValues: { ":v": flip.version },
  };
  const row = {
    ...Key,
    segmentId: flip.segmentId,
    contactId: flip.contactId,
    enteredAt,
    _v: flip.version,
    ...stamp(),
  };
  try {
    if (flip.kind === "enter") await documents.send(new PutCommand({ ...guarded, Item: row }));
    else await documents.send(new DeleteCommand({ ...guarded, Key }));
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

/** One conditional write a flip. Repeating it is harmless. `enteredAt` by contact id, where it is known from before. */
export async function apply(
  flips: readonly Flip[],
  enteredAt: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  for (const [workspaceId, own] of Map.groupBy(flips, (flip) => flip.workspaceId)) {
    const actor = { kind: "system" as const, workspaceId, id: "segment:live" };
    await Context.provide({ actor, cause: "segment", depth: 0, silent: true }, async () => {
      const now = new Date().toISOString();
      for (let start = 0; start < own.length; start += PARALLEL)
        await Promise.all(
          own.slice(start, start + PARALLEL).map((flip) => write(flip, enteredAt.get(flip.contactId) ?? now)),
        );
    });
  }
}

/** Who is in a segment, oldest contact first: 1 Query. Each contact has one place, so no walk meets it twice. */
export async function memberIds(
  of: Of,
  asked: { limit: number; start?: Item | undefined; order?: "asc" | "desc" },
) {
  const page = await query({ pk: partition(of), only: ["pk", "sk"], consistent: true, ...asked });
  return { contactIds: page.items.map(contactOf), next: page.next };
}

const contactOf = ({ sk }: Item) => String(sk).slice(String(sk).lastIndexOf("#") + 1);

/** Deletes up to so many rows; true while there are more. */
export async function drop(of: Of, limit: number): Promise<boolean> {
  const page = await query({ pk: partition(of), only: ["pk", "sk"], consistent: true, limit });
  await deleteAll(records(), page.items as Key[]);
  return page.next !== undefined;
}

/** Exact: counts the rows, 1 MB (some 5,000 rows) a request. */
export async function size(of: Of): Promise<number> {
  let count = 0;
  let start: Item | undefined;
  do {
    const answer = await documents.send(
      new QueryCommand({
        TableName: records(),
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": partition(of) },
        Select: "COUNT",
        ConsistentRead: true,
        ExclusiveStartKey: start,
      }),
    );
    count += answer.Count ?? 0;
    start = answer.LastEvaluatedKey;
  } while (start);
  return count;
}

/** Which of these contacts are in, with their time of entry: 1 BatchGetItem for each hundred. */
export async function entries(
  of: Of,
  contacts: readonly { id: string; createdAt: string }[],
): Promise<Map<string, string>> {
  const rows = await getMany(contacts.map((contact) => memberKey(of, contact)));
  return new Map(rows.map((row) => [String(row.contactId), String(row.enteredAt)]));
}

/** Stored contacts as they are now; those not there are left out. */
export async function contactsNow(workspaceId: string, ids: readonly string[]): Promise<Image[]> {
  const keys = ids.map((id) => ({ pk: `w#${workspaceId}#contact#${id}`, sk: "contact" }));
  return (await getMany(keys)) as unknown as Image[];
}

/** Ids of live contacts, oldest first: 1 Query on keys. */
export async function contactIds(workspaceId: string, asked: { limit: number; start?: Item | undefined }) {
  const page = await query({
    index: "gsi1",
    pk: `w#${workspaceId}#contact#live`,
    only: ["pk", "sk", "gsi1pk", "gsi1sk"],
    ...asked,
  });
  return { ids: page.items.map(({ gsi1sk }) => String(gsi1sk)), next: page.next };
}
