import * as z from "zod";
import { fromCursor, toCursor } from "../aws/cursor.ts";
import { get, query } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { NotFound } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { nounOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { Entry, Kind, Party } from "./timeline.schema.ts";

export * from "./row.ts";
export * from "./timeline.schema.ts";

export const List = PageInput.extend({ id: Party, kind: z.union([Kind, z.array(Kind)]).optional() });

/**
 * Newest first, all kinds: 1 Query. One GetItem more when the actor sees only a part of the workspace, or when the
 * timeline is empty, to tell an unknown party (404) from a quiet one. A filter by kind reads on until the page is full.
 */
export const list = fn("activity:read", List, async ({ id, kind, limit, cursor }): Promise<Page<Entry>> => {
  if (Actor.scope().kind !== "all") await expectVisible(id);
  const kinds = kind === undefined ? undefined : new Set(Array.isArray(kind) ? kind : [kind]);
  const asked = { timeline: id, kind };
  const pk = `w#${Actor.workspaceId()}#timeline#${id}`;
  let start = await fromCursor<Record<string, unknown>>(asked, cursor);
  const items: Entry[] = [];
  for (let round = 0; round < 5 && items.length < limit; round++) {
    const page = await query({ pk, limit: limit - items.length, start, order: "desc" });
    items.push(
      ...page.items.map((item) => Entry.parse(item)).filter((entry) => !kinds || kinds.has(entry.kind)),
    );
    start = page.next;
    if (!start) break;
  }
  if (items.length === 0 && !cursor) await expectVisible(id);
  return { items, cursor: await toCursor(asked, start) };
});

/** @throws {NotFound} for a party that is not there, in the trash or not visible. */
async function expectVisible(id: string): Promise<void> {
  const noun = nounOf(id) ?? "record";
  const record = await get({ pk: `w#${Actor.workspaceId()}#${noun}#${id}`, sk: noun });
  if (record?.shelf !== "live" || !Actor.sees(record)) throw new NotFound(noun, id);
}
