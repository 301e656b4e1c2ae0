import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { fromCursor, toCursor } from "../aws/cursor.ts";
import { sign } from "../aws/sign.ts";
import { stamp } from "../aws/stamp.ts";
import { get, getMany, type Item, query } from "../aws/statement.ts";
import { documents, records } from "../aws/table.ts";
import { transact, type Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { fn } from "../kernel/fn.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { Add, type Info, type Reason, Which } from "./suppression.schema.ts";

export * from "./suppression.schema.ts";

/** pk `w#WS#suppression`, sk the hash: one partition, so that it can be listed; a workspace bounces far below its limit. */
const partition = () => `w#${Actor.workspaceId()}#suppression`;

/** HMAC under the stage's key, so that the list tells nobody who is on it, and can't be tried out elsewhere. */
function hashOf(email: string): Promise<string> {
  return sign(`suppression:${Actor.workspaceId()}`, email.trim().toLowerCase());
}

/** To put into the transaction of what causes it. The first reason stays. */
export async function suppressing(email: string, reason: Reason): Promise<Write> {
  const { actor } = Context.use();
  const first = { reason, at: Context.now().toISOString(), by: actor.id, ...stamp() };
  const names = Object.keys(first);
  return {
    Update: {
      TableName: records(),
      Key: { pk: partition(), sk: await hashOf(email) },
      UpdateExpression: `SET ${names.map((_, n) => `#${n} = if_not_exists(#${n}, :${n})`).join(", ")} ADD #v :one`,
      ExpressionAttributeNames: {
        "#v": "_v",
        ...Object.fromEntries(names.map((name, n) => [`#${n}`, name])),
      },
      ExpressionAttributeValues: {
        ":one": 1,
        ...Object.fromEntries(Object.values(first).map((value, n) => [`:${n}`, value])),
      },
    },
  };
}

export async function suppress(email: string, reason: Reason): Promise<void> {
  await transact([await suppressing(email, reason)]);
}

/** Those of at most 100 addresses that nobody may mail, in lower case: 1 BatchGetItem. */
export async function among(emails: readonly string[]): Promise<Set<string>> {
  const byHash = new Map(
    await Promise.all(
      emails.map(async (email) => [await hashOf(email), email.trim().toLowerCase()] as const),
    ),
  );
  if (byHash.size === 0) return new Set();
  const items = await getMany([...byHash.keys()].map((sk) => ({ pk: partition(), sk })));
  return new Set(items.map(({ sk }) => byHash.get(String(sk)) ?? ""));
}

/** Why nobody may mail an address; undefined when it can be mailed. 1 GetItem. */
export async function reasonFor(email: string): Promise<Reason | undefined> {
  return (await get({ pk: partition(), sk: await hashOf(email) }))?.reason as Reason | undefined;
}

export const add = fn("campaign:write", Add, async ({ email, reason }) => {
  await suppress(email, reason);
  return { suppressed: true };
});

/** Mail to the address is possible again. */
export const remove = fn("campaign:write", Which, async ({ email }) => {
  await documents.send(
    new DeleteCommand({ TableName: records(), Key: { pk: partition(), sk: await hashOf(email) } }),
  );
  return { suppressed: false };
});

export const has = fn("campaign:read", Which, async ({ email }) => ({
  suppressed: (await among([email])).size > 0,
}));

export const list = fn("campaign:read", PageInput, async ({ limit, cursor }): Promise<Page<Info>> => {
  const asked = { suppression: true };
  const page = await query({ pk: partition(), limit, start: await fromCursor<Item>(asked, cursor) });
  const items = page.items.map(({ sk, reason, at, by }) => ({ id: String(sk), reason, at, by }) as Info);
  return { items, cursor: await toCursor(asked, page.next) };
});
