import { unmarshall } from "@aws-sdk/util-dynamodb";
import type { Item, Key } from "../aws/statement.ts";
import { prefixes } from "../kernel/id.ts";

type Attributes = Parameters<typeof unmarshall>[0];

/** A record of the stream of Records, as Lambda passes it and as a failure object keeps it. */
export type StreamRecord = {
  eventName?: string | undefined;
  dynamodb?: { NewImage?: unknown; OldImage?: unknown; SequenceNumber?: string | undefined } | undefined;
};

/** One change of one item of a workspace. */
export type Image = {
  sequence: string;
  key: Key;
  workspaceId: string;
  /** The third part of the partition key: a noun, or the kind of a companion row such as `timeline`. */
  kind: string;
  /** What follows the kind: a record's id, or whose timeline it is. */
  id: string;
  /** True for a noun's own record, false for rows, guards and jobs beside it. */
  isRecord: boolean;
  /** The item's `_v` after the change; a deletion keeps the last one. */
  version: number;
  /** Orders all states of one item: its version, and its deletion after that. */
  rank: number;
  before?: Item | undefined;
  after?: Item | undefined;
};

/** Written by a newer Rapport, or by nobody we know: parked for a replay rather than skipped. */
export class Unknown extends Error {
  constructor(what: string, key: Key) {
    super(`${what} at ${key.pk} ${key.sk}: this code does not know it, so it must not guess.`);
  }
}

/** The newest shape of items that this code understands; see `stamp`. */
const SCHEMA = 1;
/** Nouns whose records belong to somebody; the others every member of the workspace may see. */
const owned: ReadonlySet<string> = new Set(["contact", "company", "deal", "activity"]);
export const isOwned = (noun: string) => owned.has(noun);

const nouns: ReadonlySet<string> = new Set(Object.keys(prefixes));

/** @throws {Unknown} for a schema version or noun that this code does not know. */
export function imageOf(record: StreamRecord): Image {
  const read = (image: unknown) => (image ? (unmarshall(image as Attributes) as Item) : undefined);
  const { OldImage, NewImage, SequenceNumber = "" } = record.dynamodb ?? {};
  return imageBetween(read(OldImage), read(NewImage), SequenceNumber);
}

/** As `imageOf`, for items that were read otherwise. */
export function imageBetween(before: Item | undefined, after: Item | undefined, sequence = ""): Image {
  const item = after ?? before;
  if (!item) throw new Error("A stream record without images: the stream must carry both.");
  const key = { pk: String(item.pk), sk: String(item.sk) };
  const [scope, workspaceId, kind, ...rest] = key.pk.split("#");
  if (scope !== "w" || !workspaceId || !kind) throw new Unknown("A key outside of every workspace", key);
  const entity = item.__edb_e__;
  const isRecord = entity !== undefined;
  if (isRecord && (entity !== kind || !nouns.has(kind))) throw new Unknown(`The noun ${String(entity)}`, key);
  if (item._schema === undefined ? isRecord : item._schema !== SCHEMA)
    throw new Unknown(`Schema version ${String(item._schema)}`, key);
  const version = Number(item._v ?? 0);
  const rank = version * 2 + (after ? 0 : 1);
  return { sequence, key, workspaceId, kind, id: rest.join("#"), isRecord, version, rank, before, after };
}

export type Failures = { batchItemFailures: { itemIdentifier: string }[] };

/**
 * Reads a batch up to the first record that can't be understood, and hands the part before it to `run`.
 * A poison record at the head of a batch throws: Lambda then bisects, down to that record alone, and parks it in the
 * failure bucket. (Reporting it by number instead would park all that stands behind it, too.)
 */
export async function inOrder<T>(
  records: readonly StreamRecord[],
  read: (record: StreamRecord) => T,
  run: (images: T[]) => Promise<unknown>,
): Promise<Failures> {
  const images: T[] = [];
  let poison: { error: unknown; sequence: string } | undefined;
  for (const record of records) {
    try {
      images.push(read(record));
    } catch (error) {
      poison = { error, sequence: record.dynamodb?.SequenceNumber ?? "" };
      break;
    }
  }
  if (images.length > 0) await run(images);
  if (!poison) return { batchItemFailures: [] };
  const message = poison.error instanceof Error ? poison.error.message : String(poison.error);
  console.error(JSON.stringify({ level: "error", poison: poison.sequence, message }));
  if (images.length === 0) throw poison.error;
  return { batchItemFailures: [{ itemIdentifier: poison.sequence }] };
}
