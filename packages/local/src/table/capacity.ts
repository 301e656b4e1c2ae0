import type { Table } from "./schema.ts";

/**
 * AWS's documented formulas: a write unit is 1 KB, a read unit 4 KB read consistently (half of it eventually);
 * transactions cost double. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export const writeUnits = (bytes: number) => Math.max(1, Math.ceil(bytes / 1024));
export const readUnits = (bytes: number, consistent: boolean) =>
  Math.max(1, Math.ceil(bytes / 4096)) * (consistent ? 1 : 0.5);

export type Return = "NONE" | "TOTAL" | "INDEXES" | undefined;

/** Units that one request used in one table, apart for the table and each of its indexes. */
export class Consumed {
  readonly table: Table;
  read = 0;
  write = 0;
  readonly indexRead = new Map<string, number>();
  readonly indexWrite = new Map<string, number>();

  constructor(table: Table) {
    this.table = table;
  }

  addIndexWrite(name: string, units: number): void {
    if (units) this.indexWrite.set(name, (this.indexWrite.get(name) ?? 0) + units);
  }

  addIndexRead(name: string, units: number): void {
    this.indexRead.set(name, (this.indexRead.get(name) ?? 0) + units);
  }

  get reads(): number {
    return this.read + sum(this.indexRead);
  }

  get writes(): number {
    return this.write + sum(this.indexWrite);
  }

  /** The `ConsumedCapacity` of an answer; `split` adds read and write apart, as transactions answer them. */
  answer(wanted: Return, split?: "read" | "write"): Record<string, unknown> | undefined {
    if (wanted !== "TOTAL" && wanted !== "INDEXES") return undefined;
    const units = (amount: number) =>
      split
        ? { CapacityUnits: amount, [split === "read" ? "ReadCapacityUnits" : "WriteCapacityUnits"]: amount }
        : { CapacityUnits: amount };
    const result: Record<string, unknown> = {
      TableName: this.table.name,
      ...units(this.reads + this.writes),
    };
    if (wanted === "TOTAL") return result;
    result.Table = units(this.read + this.write);
    for (const local of [true, false]) {
      const indexes: Record<string, unknown> = {};
      for (const index of this.table.indexes) {
        const amount = (this.indexRead.get(index.name) ?? 0) + (this.indexWrite.get(index.name) ?? 0);
        if (index.local === local && amount) indexes[index.name] = units(amount);
      }
      if (Object.keys(indexes).length)
        result[local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes"] = indexes;
    }
    return result;
  }
}

const sum = (map: Map<string, number>) => {
  let total = 0;
  for (const each of map.values()) total += each;
  return total;
};
