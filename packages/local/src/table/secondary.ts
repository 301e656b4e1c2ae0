import { invalid, validation } from "./error.ts";
import * as Key from "./key.ts";
import type { Row } from "./rows.ts";
import type { Index, Table } from "./schema.ts";
import { itemSize } from "./size.ts";
import { type Item, typeOf } from "./value.ts";

/** Whether an item has all key attributes of an index, so that it appears there. */
export const indexed = (index: Index, item: Item): boolean =>
  Key.partsOf(index.keys).every(
    (part) => Object.hasOwn(item, part.name) && item[part.name]![part.type] !== undefined,
  );

/** The attributes of an item that an index projects. */
export function project(table: Table, index: Index, item: Item): Item {
  if (index.projection === "ALL") return item;
  const kept = Key.keyItem(item, table.keys, index.keys);
  if (index.projection === "INCLUDE")
    for (const name of index.include) if (Object.hasOwn(item, name)) kept[name] = item[name]!;
  return kept;
}

/** The row an index holds for an item. */
export function entry(table: Table, index: Index, base: Row & { item: Item }): Row | undefined {
  if (!indexed(index, base.item)) return undefined;
  const key = Key.encode(index.keys, base.item, base.key);
  if (index.projection === "ALL") return { key, size: base.size, text: base.text, ref: base.ref };
  const projected = project(table, index, base.item);
  return { key, size: itemSize(projected), text: JSON.stringify(projected), ref: 0 };
}

/** What writes an item; AWS words the refusal of an index key by it. */
export type Writer = "put" | "update" | "transactUpdate";

// AWS names the first index in the alphabet.
const byName = (indexes: Index[]) =>
  indexes.length < 2 ? indexes : [...indexes].sort((a, b) => (a.name < b.name ? -1 : 1));

/** Refuses an item whose value can't be an index key: AWS checks it when the item is written. */
export function checkIndexKeys(table: Table, item: Item, writer: Writer): void {
  for (const index of byName(table.indexes)) {
    for (const part of index.keys.hash) checkPart(index, part, item, Key.maxHash, writer);
    for (const part of index.keys.range) checkPart(index, part, item, Key.maxRange, writer);
  }
}

function checkPart(index: Index, part: Key.KeyPart, item: Item, limit: number, writer: Writer): void {
  const value = Object.hasOwn(item, part.name) ? item[part.name] : undefined;
  if (!value) return;
  if (value[part.type] === undefined && writer === "update")
    throw validation("The update expression attempted to update the secondary index key to unsupported type");
  if (value[part.type] === undefined)
    throw invalid(
      `Type mismatch for Index Key ${part.name} Expected: ${part.type} Actual: ${typeOf(value)} IndexName: ${index.name}`,
    );
  if (part.type === "N") return;
  const length = part.type === "S" ? Buffer.byteLength(value.S!) : Buffer.from(value.B!, "base64").length;
  const kind = part.type === "S" ? "string" : "binary";
  if (length === 0 && writer !== "put")
    throw validation(
      `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value.`,
    );
  if (length === 0)
    throw validation(
      `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${kind} value. IndexName: ${index.name}, IndexKey: ${part.name}`,
    );
  if (length > limit)
    throw invalid(
      limit === Key.maxHash
        ? `Size of hashkey has exceeded the maximum size limit of${limit} bytes`
        : `Aggregated size of all range keys has exceeded the size limit of ${limit} bytes`,
    );
}
