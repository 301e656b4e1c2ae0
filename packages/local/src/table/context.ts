import { Consumed } from "./capacity.ts";
import type { Catalog, Open } from "./catalog.ts";
import type { Items } from "./change.ts";
import type { Store } from "./store.ts";
import type { StreamLog } from "./stream.ts";
import type { Item } from "./value.ts";

/** An answer that is already JSON text: stored items are put into it as they lie, without being parsed. */
export class Text {
  readonly json: string;
  constructor(json: string) {
    this.json = json;
  }
}
export type Answer = Text | Record<string, unknown>;

/** Who calls: the access key id of the request's signature. */
export interface Caller {
  accessKeyId?: string;
  region?: string;
}

/** Use of one partition of a table or index by one request, for heat. */
export interface Touch {
  table: string;
  index?: string;
  /** The partition key's value, several parts joined by `|`. */
  key: string;
  read: number;
  write: number;
}

export interface Engine {
  store: Store;
  catalog: Catalog;
  items: Items;
  log: StreamLog;
  now: () => number;
  region: string;
  account: string;
  shards: number;
  /** How long tables and indexes stay CREATING, UPDATING or DELETING, in milliseconds. */
  transitionMs: number;
}

/** One request: the engine and what the request used so far. */
export class Scope {
  readonly engine: Engine;
  readonly consumed = new Map<Open, Consumed>();
  readonly touches: Touch[] | undefined;

  constructor(engine: Engine, metered: boolean) {
    this.engine = engine;
    this.touches = metered ? [] : undefined;
  }

  of(open: Open): Consumed {
    let consumed = this.consumed.get(open);
    if (!consumed) {
      consumed = new Consumed(open.table);
      this.consumed.set(open, consumed);
    }
    return consumed;
  }

  touch(open: Open, item: Item, units: { read?: number; write?: number }, index?: string): void {
    if (!this.touches) return;
    const keys = index ? open.table.indexes.find((each) => each.name === index)!.keys : open.table.keys;
    const key = keys.hash.map(({ name, type }) => item[name]?.[type] ?? "").join("|");
    this.touches.push({ table: open.table.name, index, key, read: units.read ?? 0, write: units.write ?? 0 });
  }
}

export type Handler = (scope: Scope, input: never) => Answer;
