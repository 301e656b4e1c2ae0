import { createHash } from "node:crypto";
import { PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Item, query } from "../aws/statement.ts";
import { documents, reports } from "../aws/table.ts";
import { type Image, isOwned } from "../fact/index.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { fn } from "../kernel/fn.ts";
import { type Change, type Changes, Since } from "./change.schema.ts";

export * from "./change.schema.ts";

/**
 * A log of the last hour: one item a batch of the stream and workspace, pk `w#WS#change`, sk `TIME~NAME`, with who may
 * see each change: the owner and team that the record has, and those that it had.
 */
type Noted = Change & { seenBy?: Actor.Owned[]; named?: "all" };

const KEPT_MS = 3_600_000;
/** So many changes of one noun in a batch are told as "many". */
const EACH = 40;
const PAGE = 50;
/** Batches are written side by side: one may appear up to so much after a later one. */
const OVERLAP_MS = 5_000;
const all = [
  "contact",
  "company",
  "deal",
  "activity",
  "timeline",
  "campaign",
  "segment",
  "template",
  "import",
  "report",
];

export async function append(images: readonly Image[], counted: boolean): Promise<void> {
  const byWorkspace = Map.groupBy(images, (image) => image.workspaceId);
  for (const [workspaceId, group] of byWorkspace) {
    const changes = noted(group);
    if (counted) changes.push({ noun: "report", id: "*" });
    if (changes.length === 0) continue;
    const at = Context.now();
    const name = createHash("sha256")
      .update(group.map((image) => image.sequence).join())
      .digest("base64url")
      .slice(0, 8);
    const item = {
      pk: `w#${workspaceId}#change`,
      sk: `${at.toISOString()}~${name}`,
      changes,
      _ttl: Math.ceil((at.getTime() + KEPT_MS) / 1000),
    };
    await documents.send(new PutCommand({ TableName: reports(), Item: item }));
  }
}

function noted(images: Image[]): Noted[] {
  const last = new Map<string, Noted>();
  for (const image of images) {
    const row = !image.isRecord && (image.kind === "timeline" || image.kind === "job");
    if (!image.isRecord && !row) continue;
    const seenBy = [image.after, image.before].flatMap((item) => (item ? [ownersOf(item)] : []));
    // A timeline's row does not tell who owns its party: its id is for those who see everything.
    const owned = isOwned(image.kind) ? { seenBy: distinct(seenBy) } : row ? { named: "all" as const } : {};
    const version = image.isRecord ? { version: image.version } : {};
    last.set(`${image.kind}#${image.id}`, { noun: image.kind, id: image.id, ...version, ...owned });
  }
  const byNoun = Map.groupBy(last.values(), (change) => change.noun);
  return [...byNoun].flatMap(([noun, changes]) => (changes.length > EACH ? [{ noun, id: "*" }] : changes));
}

function ownersOf(item: Item): Actor.Owned {
  return { ownerId: item.ownerId as string | undefined, teamId: item.teamId as string | undefined };
}

function distinct(owners: Actor.Owned[]): Actor.Owned[] {
  return [...new Map(owners.map((owner) => [`${owner.ownerId}#${owner.teamId}`, owner])).values()];
}

/**
 * What changed since the last answer, of what the actor may see: 1 Query. Without `since`, what changed in the last
 * seconds. After more than an hour everything is told to be read again.
 */
export const list = fn("changes:read", Since, async ({ since }): Promise<Changes> => {
  const now = Context.now();
  const [time = now.toISOString(), ...seen] = since?.split("~") ?? [];
  const from = new Date(Date.parse(time) - OVERLAP_MS).toISOString();
  if (now.getTime() - Date.parse(time) > KEPT_MS)
    return { items: all.map((noun) => ({ noun, id: "*" })), since: now.toISOString() };
  const pk = `w#${Actor.workspaceId()}#change`;
  const page = await query({
    table: reports(),
    pk,
    between: [from, "3"],
    limit: PAGE + seen.length,
    consistent: true,
  });
  const read = page.items.map((item) => ({ item, parts: String(item.sk).split("~") as [string, string] }));
  const fresh = read.filter(({ parts: [, name] }) => !seen.includes(name));
  const items = new Map<string, Change>();
  for (const { noun, id, version, seenBy, named } of fresh.flatMap(({ item }) => item.changes as Noted[])) {
    if (seenBy && !seenBy.some((owner) => Actor.sees(owner))) continue;
    const told = named && Actor.scope().kind !== "all" ? "*" : id;
    items.set(`${noun}#${told}`, { noun, id: told, version });
  }
  const latest = read.reduce((last, { parts: [at] }) => (at > last ? at : last), time);
  const edge = new Date(Date.parse(latest) - OVERLAP_MS).toISOString();
  const remembered = read.flatMap(({ parts: [at, name] }) => (at >= edge ? [name] : []));
  return { items: [...items.values()], since: [latest, ...remembered].join("~") };
});
