import { keyOfAll, open, seal } from "../aws/cipher.ts";
import { getMany, type Item } from "../aws/statement.ts";
import type { Image } from "../fact/index.ts";
import { nounOf } from "../kernel/id.ts";

/** Each person's key by their id; undefined for one who was erased, null for one from before there were keys. */
export type Keys = ReadonlyMap<string, string | null>;

const isPerson = (id: string) => nounOf(id) === "contact";
const keyIn = (contact: Item) => (typeof contact._key === "string" ? contact._key : null);

/** Whose data a change shows: a contact its own, an activity that of the contacts it was and is about. */
export function peopleIn({ kind, id, before, after }: Image): string[] {
  if (kind === "contact") return [id];
  if (kind !== "activity") return [];
  const about = [before?.about, after?.about].flatMap((parties) => (Array.isArray(parties) ? parties : []));
  return [...new Set(about.map(String).filter(isPerson))].sort();
}

/** The keys of all whom these changes show: a contact's change brings its own, the others take 1 BatchGetItem a 100. */
export async function keysFor(images: readonly Image[]): Promise<Keys> {
  const keys = new Map<string, string | null>();
  const asked = new Map<string, { pk: string; sk: string }>();
  for (const { kind, id, after, before } of images)
    if (kind === "contact") keys.set(id, keyIn(after ?? before ?? {}));
  for (const image of images)
    for (const id of peopleIn(image)) if (!keys.has(id)) asked.set(id, keyOf(image.workspaceId, id));
  return new Map([...keys, ...(await read(asked))]);
}

/** The keys of those whom lines tell of; `record`, whose lines they are, was read already: 1 BatchGetItem for others. */
export async function keysIn(lines: readonly Item[], record: Item): Promise<Keys> {
  const ids = new Set(lines.flatMap((line) => (line.people as string[] | undefined) ?? []));
  const known = String(record.id);
  const others = [...ids].filter((id) => id !== known);
  const keys = await read(new Map(others.map((id) => [id, keyOf(String(record.workspaceId), id)])));
  return isPerson(known) ? new Map([...keys, [known, keyIn(record)]]) : keys;
}

const keyOf = (workspaceId: string, id: string) => ({ pk: `w#${workspaceId}#contact#${id}`, sk: "contact" });

async function read(asked: ReadonlyMap<string, { pk: string; sk: string }>): Promise<Keys> {
  if (asked.size === 0) return new Map();
  const contacts = await getMany([...asked.values()]);
  return new Map(contacts.map((contact) => [String(contact.id), keyIn(contact)]));
}

/** One key of all the people, and undefined where one of them is gone; "open" where one never had a key. */
function shared(people: readonly string[], keys: Keys): Buffer | "open" | undefined {
  const theirs = people.map((id) => keys.get(id));
  if (theirs.includes(undefined)) return undefined;
  return theirs.includes(null) ? "open" : keyOfAll(theirs as string[], "history");
}

/** What a line keeps of a change: encrypted for its people, readable where there are none, gone with any of them. */
export type Kept =
  | { changed: Record<string, unknown> }
  | { people: string[]; sealed: string }
  | { erased: true };

export function keep(changed: Record<string, unknown>, people: string[], keys: Keys): Kept {
  if (people.length === 0 || Object.keys(changed).length === 0) return { changed };
  const key = shared(people, keys);
  if (key === undefined) return { erased: true };
  return key === "open" ? { changed } : { people, sealed: seal(key, JSON.stringify(changed)) };
}

/** The change that a line keeps; undefined when a person of it was erased. */
export function opened(kept: Item, keys: Keys): Record<string, unknown> | undefined {
  if (kept.changed) return kept.changed as Record<string, unknown>;
  if (typeof kept.sealed !== "string") return undefined;
  const key = shared(kept.people as string[], keys);
  return key instanceof Buffer ? JSON.parse(open(key, kept.sealed)) : undefined;
}
