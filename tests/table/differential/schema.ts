import fc from "fast-check";
import type { Item } from "../../../packages/local/src/table/index.ts";
import { attributes, badValue, type Kind, keyValue } from "./value.ts";

export interface Part {
  name: string;
  kind: Kind;
}
export interface IndexShape {
  name: string;
  local: boolean;
  hash: Part;
  range?: Part;
  projection: "ALL" | "KEYS_ONLY" | "INCLUDE";
}
export interface Schema {
  hash: Part;
  range?: Part;
  indexes: IndexShape[];
}

const kind = fc.constantFrom<Kind>("S", "N", "B");
const projection = fc.constantFrom<IndexShape["projection"]>("ALL", "KEYS_ONLY", "INCLUDE");

/** Tables with or without a sort key, local and global indexes; index keys are always called g, h, r, t. */
export const schema: fc.Arbitrary<Schema> = fc
  .record({
    hash: kind,
    range: fc.option(kind, { nil: undefined, freq: 4 }),
    globals: fc.array(
      fc.record({
        hash: fc.constantFrom("g", "h"),
        range: fc.option(fc.constant("r"), { nil: undefined }),
        projection,
      }),
      { maxLength: 2 },
    ),
    locals: fc.array(fc.record({ range: fc.constantFrom("r", "t"), projection }), { maxLength: 2 }),
    kinds: fc.record({ g: kind, h: kind, r: kind, t: kind }),
  })
  .map(({ hash, range, globals, locals, kinds }) => {
    const part = (name: "g" | "h" | "r" | "t") => ({ name, kind: kinds[name] });
    const pk = { name: "pk", kind: hash };
    const indexes: IndexShape[] = globals.map((each, i) => ({
      name: `global${i}`,
      local: false,
      hash: part(each.hash as "g"),
      range: each.range ? part("r") : undefined,
      projection: each.projection,
    }));
    if (range)
      for (const [i, each] of locals.entries())
        indexes.push({
          name: `local${i}`,
          local: true,
          hash: pk,
          range: part(each.range as "r"),
          projection: each.projection,
        });
    return { hash: pk, range: range && { name: "sk", kind: range }, indexes };
  });

export const partsOf = (shape: { hash: Part; range?: Part }) =>
  shape.range ? [shape.hash, shape.range] : [shape.hash];

/** All key attributes of a table and its indexes. */
export function allParts(given: Schema): Part[] {
  const parts = new Map<string, Part>();
  for (const shape of [given, ...given.indexes])
    for (const part of partsOf(shape)) parts.set(part.name, part);
  return [...parts.values()];
}

export const indexParts = (given: Schema) =>
  allParts(given).filter((part) => part.name !== "pk" && part.name !== "sk");

export function createInput(given: Schema, TableName: string): Record<string, unknown> {
  const keySchema = (shape: { hash: Part; range?: Part }) => [
    { AttributeName: shape.hash.name, KeyType: "HASH" },
    ...(shape.range ? [{ AttributeName: shape.range.name, KeyType: "RANGE" }] : []),
  ];
  const indexes = (local: boolean) =>
    given.indexes
      .filter((each) => each.local === local)
      .map((each) => ({
        IndexName: each.name,
        KeySchema: keySchema(each),
        Projection: {
          ProjectionType: each.projection,
          ...(each.projection === "INCLUDE" ? { NonKeyAttributes: ["a", "m"] } : {}),
        },
      }));
  const [locals, globals] = [indexes(true), indexes(false)];
  return {
    TableName,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: allParts(given).map((part) => ({
      AttributeName: part.name,
      AttributeType: part.kind,
    })),
    KeySchema: keySchema(given),
    ...(locals.length ? { LocalSecondaryIndexes: locals } : {}),
    ...(globals.length ? { GlobalSecondaryIndexes: globals } : {}),
  };
}

const record = (parts: Part[]): fc.Arbitrary<Item> =>
  fc
    .tuple(...parts.map((part) => keyValue(part.kind)))
    .map((values) => Object.fromEntries(parts.map((part, i) => [part.name, values[i]!])));

export const goodKey = (given: Schema) => record(partsOf(given));

/** A key that is refused: short, long, of another type or empty. */
export const badKey = (given: Schema): fc.Arbitrary<Item> =>
  fc
    .tuple(goodKey(given), fc.constantFrom("short", "long", "type", "empty", "bad"), badValue)
    .map(([key, how, bad]): Item => {
      switch (how) {
        case "short":
          return Object.fromEntries(Object.entries(key).slice(1));
        case "long":
          return { ...key, other: { S: "x" } };
        case "type":
          return { ...key, pk: { BOOL: true } };
        case "empty":
          return given.hash.kind === "N" ? {} : { ...key, pk: { [given.hash.kind]: "" } };
        default:
          return { ...key, pk: bad as Item };
      }
    });

/** A whole item; index keys are there more often than not. */
export const goodItem = (given: Schema): fc.Arbitrary<Item> =>
  fc
    .tuple(attributes, record(indexParts(given)), fc.nat(7), goodKey(given))
    .map(([rest, index, mask, key]) => ({
      ...rest,
      ...Object.fromEntries(Object.entries(index).filter((_, i) => mask === 0 || (mask >> (i % 3)) & 1)),
      ...key,
    }));

export const badItem = (given: Schema): fc.Arbitrary<Item> =>
  fc.oneof(
    fc.tuple(goodItem(given), badKey(given)).map(([item, key]) => {
      const { pk: _p, sk: _s, ...rest } = item;
      return { ...rest, ...key };
    }),
    fc.tuple(goodItem(given), badValue).map(([item, bad]) => ({ ...item, a: bad as Item })),
    fc
      .tuple(
        goodItem(given),
        fc.constantFrom("g", "h", "r", "t"),
        fc.constantFrom({ BOOL: true }, { S: "" }, { B: "" }),
      )
      .map(([item, name, bad]) => ({ ...item, [name]: bad }) as unknown as Item),
  );
