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
  policy?: string;
  /** Highest index id ever used, so that a dropped index's rows are never taken for a new one's. */
  lastIndex?: number;
}

export const keysOf = (schema: KeyElement[], attributes: Record<string, KeyType>): Keys => {
  const of = (kind: "HASH" | "RANGE") =>
    schema
      .filter((each) => each.KeyType === kind)
      .map((each) => ({ name: each.AttributeName, type: attributes[each.AttributeName]! }));
  return { hash: of("HASH"), range: of("RANGE") };
};
