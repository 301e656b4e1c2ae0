import { invalid, validation } from "./error.ts";
import * as Num from "./number.ts";
import { textSize } from "./size.ts";
import { binaryLength, bytes, type Item, typeOf, type Value } from "./value.ts";

export type KeyType = "S" | "N" | "B";
export interface KeyPart {
  name: string;
  type: KeyType;
}
/** Key attributes of a table or index. Tables have one hash and at most one range part, indexes up to four each. */
export interface Keys {
  hash: KeyPart[];
  range: KeyPart[];
}

export const maxHash = 2048;
export const maxRange = 1024;

export const partsOf = (keys: Keys): KeyPart[] => [...keys.hash, ...keys.range];

let scratch = Buffer.alloc(16384);

function room(position: number, more: number): void {
  if (position + more <= scratch.length) return;
  const larger = Buffer.alloc((position + more) * 2);
  scratch.copy(larger);
  scratch = larger;
}

function writeBytes(raw: Uint8Array, position: number): number {
  room(position, raw.length * 2 + 2);
  let at = position;
  for (const byte of raw) {
    scratch[at++] = byte;
    // A zero byte is followed by 255, so that the end mark 0 1 sorts before any longer key.
    if (byte === 0) scratch[at++] = 255;
  }
  return at;
}

function writeText(text: string, position: number): number {
  if (text.includes("\0")) return writeBytes(Buffer.from(text), position);
  room(position, text.length * 3 + 2);
  return position + scratch.write(text, position);
}

function writeOpen(value: Value, type: KeyType, position: number): number {
  if (type === "S") return writeText(value.S!, position);
  if (type === "B") return writeBytes(bytes(value.B!), position);
  const encoded = Num.encode(value.N!);
  room(position, encoded.length);
  scratch.set(encoded, position);
  return position + encoded.length;
}

function writeClosed(value: Value, type: KeyType, position: number): number {
  let at = writeOpen(value, type, position);
  if (type === "N") return at;
  room(at, 2);
  scratch[at++] = 0;
  scratch[at++] = 1;
  return at;
}

/** 32-bit hash that spreads partitions over scan segments and stream shards. */
function hashOf(from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ scratch[i]!, 0x01000193);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

let lastHash = 0;

function writeHash(keys: Keys, item: Item): number {
  let at = 1;
  for (const part of keys.hash) at = writeClosed(item[part.name]!, part.type, at);
  lastHash = hashOf(1, at);
  scratch[0] = lastHash >>> 28;
  return at;
}

const taken = (end: number) => Buffer.from(scratch.subarray(0, end));

/**
 * The bytes a row is stored under: a bucket by hash, partition key, sort key, for an index row the keys of its
 * item, and last the 32-bit hash of the partition key. Partitions come in no useful order, as on AWS, yet only 16
 * buckets keep ids that grow with time close together on disk. The typed order of sort keys holds within one.
 */
export function encode(keys: Keys, item: Item, of?: Buffer): Buffer {
  let at = writeHash(keys, item);
  for (const part of keys.range) at = writeClosed(item[part.name]!, part.type, at);
  room(at, 4 + (of?.length ?? 0));
  if (of) {
    // Without bucket and hash: rows of one sort key lie in the order of their items' ids.
    scratch.set(of.subarray(1, -4), at);
    at += of.length - 5;
  }
  scratch.writeUInt32BE(lastHash, at);
  return taken(at + 4);
}

/** First bytes of all rows of a partition, and of those whose leading sort attributes equal the given. */
export function prefix(keys: Keys, item: Item, ranges = 0): Buffer {
  let at = writeHash(keys, item);
  for (const part of keys.range.slice(0, ranges)) at = writeClosed(item[part.name]!, part.type, at);
  return taken(at);
}

export function withValue(start: Buffer, value: Value, type: KeyType, closed: boolean): Buffer {
  room(0, start.length);
  scratch.set(start, 0);
  return taken((closed ? writeClosed : writeOpen)(value, type, start.length));
}

/** The least bytes above everything that starts with the given bytes. */
export function after(start: Buffer): Buffer {
  let end = start.length;
  while (end > 0 && start[end - 1] === 255) end--;
  const next = Buffer.from(start.subarray(0, end));
  if (end === 0) return Buffer.alloc(64, 255);
  next[end - 1]!++;
  return next;
}

/** A scan segment: bounds of its rows, and of the hashes among them that are its own. */
export interface Segment {
  low: Buffer;
  high: Buffer | undefined;
  hashes?: [Buffer, Buffer];
}

export function segment(index: number, total: number): Segment {
  const edge = (i: number) => Math.floor((2 ** 32 * i) / total);
  if (total === 1) return { low: Buffer.alloc(0), high: undefined };
  const first = edge(index);
  const end = edge(index + 1);
  const bytesOf = (hash: number) => {
    // One byte more than a hash, so that the end of the last segment is above every hash.
    const bound = Buffer.alloc(4);
    bound.writeUInt32BE(Math.min(hash, 2 ** 32 - 1));
    return hash === 2 ** 32 ? Buffer.concat([bound, Buffer.from([0])]) : bound;
  };
  const lastBucket = (end - 1) >>> 28;
  return {
    low: Buffer.from([first >>> 28]),
    high: lastBucket === 15 ? undefined : Buffer.from([lastBucket + 1]),
    hashes: [bytesOf(first), bytesOf(end)],
  };
}

const hashAt = (key: Buffer) => key.readUInt32BE(key.length - 4);

export const inSegment = (key: Buffer, { hashes }: Segment) =>
  !hashes ||
  (Buffer.compare(key.subarray(-4), hashes[0]) >= 0 && Buffer.compare(key.subarray(-4), hashes[1]) < 0);

export const shardOf = (key: Buffer, shards: number) => Math.floor((hashAt(key) / 2 ** 32) * shards);

function sizeOf(value: Value, type: KeyType): number {
  if (type === "S") return textSize(value.S!);
  return type === "B" ? binaryLength(value.B!) : 0;
}

/** Refuses a key that is too long or empty. */
function checkSizes(keys: Keys, item: Item): void {
  for (const part of [...keys.hash, ...keys.range])
    if (part.type !== "N" && sizeOf(item[part.name]!, part.type) === 0)
      throw validation(
        `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${part.type === "S" ? "string" : "binary"} value. Key: ${part.name}`,
      );
  const total = (parts: KeyPart[]) =>
    parts.reduce((sum, part) => sum + sizeOf(item[part.name]!, part.type), 0);
  if (total(keys.hash) > maxHash)
    throw invalid(`Size of hashkey has exceeded the maximum size limit of${maxHash} bytes`);
  if (total(keys.range) > maxRange)
    throw invalid(`Aggregated size of all range keys has exceeded the size limit of ${maxRange} bytes`);
}

/** Checks the key attributes within a whole item. */
export function checkItem(keys: Keys, item: Item): void {
  for (const part of partsOf(keys)) {
    const value = Object.hasOwn(item, part.name) ? item[part.name] : undefined;
    if (!value) throw invalid(`Missing the key ${part.name} in the item`);
    if (value[part.type] === undefined)
      throw invalid(`Type mismatch for key ${part.name} expected: ${part.type} actual: ${typeOf(value)}`);
  }
  checkSizes(keys, item);
}

/** As `checkItem`; a batch says the same of every missing or mistyped key. */
export function checkBatchItem(keys: Keys, item: Item): void {
  for (const part of partsOf(keys))
    if (!Object.hasOwn(item, part.name) || item[part.name]![part.type] === undefined) throw mismatch();
  checkSizes(keys, item);
}

/** Checks a `Key` parameter: exactly the key attributes, of their types. */
export function checkKey(keys: Keys, key: Item): void {
  const parts = partsOf(keys);
  if (Object.keys(key).length !== parts.length) throw mismatch();
  for (const part of parts) {
    const value = Object.hasOwn(key, part.name) ? key[part.name] : undefined;
    if (!value || value[part.type] === undefined) throw mismatch();
  }
  checkSizes(keys, key);
}

const mismatch = () => validation("The provided key element does not match the schema");

/** Only the key attributes of an item, its table's and an index's. */
export function keyItem(item: Item, ...several: Keys[]): Item {
  const result: Item = {};
  for (const keys of several)
    for (const part of partsOf(keys)) {
      const value = item[part.name];
      if (value) result[part.name] = value;
    }
  return result;
}
