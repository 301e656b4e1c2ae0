import * as Num from "./number.ts";
import { binaryLength, type Item, type Value } from "./value.ts";

/** Most bytes an item may hold, names included. */
export const maxItem = 400 * 1024;
/** Most bytes a page of Query or Scan reads. */
export const maxPage = 1024 * 1024;

export const textSize = (text: string) => Buffer.byteLength(text);

/**
 * Bytes of one value by AWS's formula: text in UTF-8, binary as it is, numbers by digit pairs,
 * 1 for null and boolean, 3 for a list or map and 1 for each element.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function valueSize(value: Value): number {
  if (value.S !== undefined) return textSize(value.S);
  if (value.N !== undefined) return Num.size(value.N);
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  if (value.M !== undefined) {
    let total = 3;
    for (const name in value.M) total += textSize(name) + valueSize(value.M[name]!) + 1;
    return total;
  }
  if (value.L !== undefined) {
    let total = 3;
    for (const each of value.L) total += valueSize(each) + 1;
    return total;
  }
  if (value.B !== undefined) return binaryLength(value.B);
  if (value.SS !== undefined) return value.SS.reduce((sum, each) => sum + textSize(each), 0);
  if (value.NS !== undefined) return value.NS.reduce((sum, each) => sum + Num.size(each), 0);
  if (value.BS !== undefined) return value.BS.reduce((sum, each) => sum + binaryLength(each), 0);
  return 0;
}

export function itemSize(item: Item): number {
  let total = 0;
  for (const name in item) total += textSize(name) + valueSize(item[name]!);
  return total;
}
