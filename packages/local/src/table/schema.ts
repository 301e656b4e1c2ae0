import type { Keys, KeyType } from "./key.ts";

export type ViewType = "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
export type ProjectionType = "ALL" | "KEYS_ONLY" | "INCLUDE";

export interface Throughput {
  ReadCapacityUnits: number;
  WriteCapacityUnits: number;
}

export interface Index {
  id: number;
  name: string;
  local: boolean;
  keys: Keys;
  /** KeySchema as given. */
  schema: KeyElement[];
  projection: ProjectionType;
  include: string[];
  /** Whether its rows hold their own texts instead of pointing to the table's. */
  own: boolean;
  throughput?: Throughput;
  onDemand?: Record<string, number>;
  changing?: Changing<"CREATING" | "DELETING">;
}

export interface Changing<Status extends string> {
  status: Status;
  since: number;
  until: number;
}

export interface Policy {
  text: string;
  revision: string;
}

export interface KeyElement {
  AttributeName: string;
  KeyType: "HASH" | "RANGE";
}

export interface Stream {
  id: number;
  table: string;
  label: string;
  arn: string;
  view: ViewType;
  shards: number;
  enabled: boolean;
  created: number;
  /** First sequence number a record of this stream may have, and the last once it is disabled. */
  first: number;
  last?: number;
  keySchema: KeyElement[];
}

/** All that is known of a table; kept as JSON beside its rows. */
export interface Table {
  id: number;
  uuid: string;
  name: string;
  arn: string;
  created: number;
  attributes: Record<string, KeyType>;
  schema: KeyElement[];
  keys: Keys;
  indexes: Index[];
  billing: "PROVISIONED" | "PAY_PER_REQUEST";
  billingGiven: boolean;
  throughput: Throughput;
  onDemand?: Record<string, number>;
  warm?: Record<string, number>;
  stream?: number;
  ttl?: { attribute: string };
  sse?: Record<string, unknown>;
  tableClass?: string;
  protect: boolean;
  tags: Record<string, string>;
  recovery: boolean;
  recoveryDays: number;
  recoverySince?: number;
  policies?: { table?: Policy; stream?: Policy };
  /** When contributor insights were turned on: by index name, the table's own under the empty one. */
  insights?: Record<string, number>;
  /** A change that is still under way, and when it will be done. */
  changing?: Changing<"CREATING" | "UPDATING" | "DELETING">;
  /** Highest index id ever used, so that a dropped index's rows are never taken for a new one's. */
  lastIndex?: number;
}

/** Attribute definitions that no key uses any more go with their index. */
export function pruneAttributes(table: Table): void {
  const used = new Set(
    [table.schema, ...table.indexes.map((each) => each.schema)].flat().map((each) => each.AttributeName),
  );
  table.attributes = Object.fromEntries(Object.entries(table.attributes).filter(([name]) => used.has(name)));
}

export const keysOf = (schema: KeyElement[], attributes: Record<string, KeyType>): Keys => {
  const of = (kind: "HASH" | "RANGE") =>
    schema
      .filter((each) => each.KeyType === kind)
      .map((each) => ({ name: each.AttributeName, type: attributes[each.AttributeName]! }));
  return { hash: of("HASH"), range: of("RANGE") };
};
