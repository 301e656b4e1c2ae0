import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { fromCursor, toCursor } from "../aws/cursor.ts";
import { get, type Item, query } from "../aws/statement.ts";
import { documents, history } from "../aws/table.ts";
import { changedBetween, type Image, isOwned, turnOf, within } from "../fact/index.ts";
import * as Actor from "../kernel/actor.ts";
import { NotFound } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { nounOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { Line } from "./history.schema.ts";
import { type Keys, keep, keysFor, keysIn, opened, peopleIn } from "./people.ts";

export * from "./history.schema.ts";

/** An item is at most 400 KB; a line with two states of a long record would be more. Encrypted it takes a third more. */
const LINE_BYTES = 280_000;
const AT_ONCE = 16;

const keyOf = (image: Image) => ({ pk: image.key.pk, sk: String(image.rank).padStart(12, "0") });

function lineOf(image: Image, keys: Keys) {
  const item = image.after ?? image.before;
  if (!image.isRecord || !item || item._cause === "erase") return undefined;
  const changed = changedBetween(image.kind, image.before, image.after);
  const what = image.after ? turnOf(image) : "purged";
  if (what === "updated" && Object.keys(changed).length === 0) return undefined;
  return {
    version: image.version,
    what: what ?? "updated",
    at: String(item._at),
    by: String(item._by),
    why: String(item._cause),
    // What a purge took away stands in the lines before it.
    ...keep(what === "purged" ? {} : within(LINE_BYTES, changed), peopleIn(image), keys),
  };
}

/**
 * One conditional put a change, under a key that the change itself gives: written once, whoever repeats it. What it
 * tells of people is encrypted with their keys, and unreadable once they are erased.
 */
export async function append(images: readonly Image[]): Promise<void> {
  const keys = await keysFor(images.filter(({ isRecord }) => isRecord));
  const lines = images.flatMap((image) => {
    const line = lineOf(image, keys);
    return line ? [{ ...keyOf(image), ...line }] : [];
  });
  for (let start = 0; start < lines.length; start += AT_ONCE)
    await Promise.all(lines.slice(start, start + AT_ONCE).map(put));
}

async function put(item: Record<string, unknown>): Promise<void> {
  const condition = "attribute_not_exists(pk)";
  try {
    await documents.send(
      new PutCommand({ TableName: history(), Item: item, ConditionExpression: condition }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

function told(item: Item, keys: Keys): Line {
  const changed = opened(item, keys);
  return Line.parse({ ...item, changed: changed ?? {}, ...(!changed && { erased: true }) });
}

export const List = PageInput.extend({ id: z.string().max(60) });

/**
 * A record's changes, newest first: 1 GetItem to see whether the actor may, 1 Query, and for an activity
 * 1 BatchGetItem for the keys of whom it tells. @throws {NotFound}
 */
export const list = fn("history:read", List, async ({ id, limit, cursor }): Promise<Page<Line>> => {
  const noun = nounOf(id);
  const pk = `w#${Actor.workspaceId()}#${noun}#${id}`;
  const record = noun && (await get({ pk, sk: noun }));
  if (!record || (isOwned(noun) && !Actor.sees(record))) throw new NotFound(noun ?? "record", id);
  const asked = { history: id };
  const start = await fromCursor<Record<string, unknown>>(asked, cursor);
  const page = await query({ table: history(), pk, limit, start, order: "desc" });
  const keys = await keysIn(page.items, record);
  return { items: page.items.map((item) => told(item, keys)), cursor: await toCursor(asked, page.next) };
});
