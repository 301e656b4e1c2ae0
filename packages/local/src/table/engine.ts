import { Backlog } from "./backlog.ts";
import type { Consumed } from "./capacity.ts";
import { Catalog } from "./catalog.ts";
import { Items } from "./change.ts";
import { Collections } from "./collection.ts";
import {
  type Answer,
  type Caller,
  type Engine as Core,
  type Handler,
  Scope,
  Text,
  type Touch,
} from "./context.ts";
import { internal, TableError, unknownOperation } from "./error.ts";
import { expire } from "./expire.ts";
import { Lag, type LagOptions } from "./lag.ts";
import { operations } from "./operations.ts";
import { requests } from "./request.ts";
import { checkConstraints, checkTypes } from "./shape.ts";
import { Store, type StoreOptions } from "./store.ts";
import { type StreamListener, StreamLog } from "./stream.ts";

/** What one request used of one table, as told to `onRequest`. */
export interface Metered {
  operation: string;
  table: string;
  caller: Caller | undefined;
  /** Units of the table and its indexes. */
  consumed: { read: number; write: number; indexes: Record<string, { read: number; write: number }> };
  /** Use by partition key, of the table and of indexes, for heat. */
  keys: Touch[];
  /** Name of the error, where the request was refused. */
  error?: string;
}

export interface EngineOptions extends StoreOptions {
  /** The engine's clock in epoch milliseconds. */
  now?: () => number;
  region?: string;
  account?: string;
  /** Shards of each new stream. */
  shards?: number;
  lag?: LagOptions;
  /** Most bytes under one partition key of a table with local indexes; AWS allows 10 GB. */
  collectionBytes?: number;
  /** Milliseconds for which tables and indexes are CREATING, UPDATING or DELETING; 0: only in the answer. */
  transitionMs?: number;
  /** Milliseconds between sweeps of expired items and old stream records; 0 turns them off. */
  sweepMs?: number;
  onRequest?: (metered: Metered) => void;
  /** Called before each request; may wait, or throw a `TableError` to refuse. */
  before?: (operation: string, input: unknown, caller: Caller | undefined) => void | Promise<void>;
}

export type Output = Record<string, unknown>;

/** A DynamoDB over one SQLite database. Calls of one turn of the event loop are committed together. */
export class Engine {
  private readonly core: Core;
  private readonly options: EngineOptions;
  private readonly backlog: Backlog;
  private readonly timer: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(options: EngineOptions = {}) {
    this.options = options;
    const now = options.now ?? Date.now;
    const region = options.region ?? "us-east-1";
    const store = new Store(options);
    this.backlog = new Backlog(store, now);
    const catalog = new Catalog(store, this.backlog, now);
    this.backlog.settle();
    const log = new StreamLog(store, catalog, now, region);
    const lag = new Lag(now, options.lag ?? {});
    this.core = {
      store,
      catalog,
      items: new Items(
        store,
        catalog,
        log,
        lag,
        new Collections(store, options.collectionBytes ?? 10 * 2 ** 30),
      ),
      log,
      now,
      region,
      account: options.account ?? "000000000000",
      shards: options.shards ?? 4,
      transitionMs: options.transitionMs ?? 0,
    };
    const every = options.sweepMs ?? 10_000;
    if (every > 0) {
      this.timer = setInterval(() => this.sweep(), every);
      this.timer.unref();
    }
  }

  /** Runs an operation on a plain object in AWS's JSON form; throws a `TableError` where AWS refuses. */
  async call<T = Output>(operation: string, input: unknown, caller?: Caller): Promise<T> {
    const answer = await this.run(operation, input, caller);
    return (answer instanceof Text ? JSON.parse(answer.json) : structuredClone(answer)) as T;
  }

  /** As `call`, but answers JSON text: what the HTTP door sends. */
  async text(operation: string, input: unknown, caller?: Caller): Promise<string> {
    const answer = await this.run(operation, input, caller);
    return answer instanceof Text ? answer.json : JSON.stringify(answer);
  }

  private async run(operation: string, input: unknown, caller: Caller | undefined): Promise<Answer> {
    const handler = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (!handler) throw unknownOperation();
    if (this.options.before) await this.options.before(operation, input, caller);
    if (this.closed) throw internal();
    const scope = new Scope(this.core, !!this.options.onRequest);
    let answer: Answer;
    try {
      answer = this.execute(operation, handler, scope, input);
    } catch (error) {
      this.meter(operation, scope, caller, error);
      throw error;
    }
    // What a request has read may not be committed yet either, so reads wait too.
    await this.core.store.settled();
    this.meter(operation, scope, caller, undefined);
    return answer;
  }

  private execute(operation: string, handler: Handler, scope: Scope, input: unknown): Answer {
    try {
      const shape = requests[operation]!;
      checkTypes(input, shape);
      checkConstraints(input, shape);
      return handler(scope, (input ?? {}) as never);
    } catch (error) {
      if (error instanceof TableError) throw error;
      this.core.store.abort(error);
      throw internal();
    }
  }

  private meter(operation: string, scope: Scope, caller: Caller | undefined, error: unknown): void {
    const { onRequest } = this.options;
    if (!onRequest) return;
    for (const consumed of scope.consumed.values()) {
      const table = consumed.table.name;
      onRequest({
        operation,
        table,
        caller,
        consumed: { read: consumed.reads, write: consumed.writes, indexes: indexesOf(consumed) },
        keys: scope.touches!.filter((touch) => touch.table === table),
        ...(error instanceof Error ? { error: error.name } : {}),
      });
    }
  }

  /** Tells at once, after the commit, that shards of a stream have new records. Returns the way to stop. */
  onStream(listener: StreamListener): () => void {
    return this.core.log.listen(listener);
  }

  /** Deletes expired items and drops stream records over 24 hours old, by the engine's clock. Returns the deletions. */
  sweep(): number {
    if (this.closed) return 0;
    let total = 0;
    for (let count = expire(this.core); count > 0; count = expire(this.core)) total += count;
    this.core.log.trim();
    this.core.store.trimTokens(this.core.now());
    this.core.store.commit();
    return total;
  }

  /** Brings lagging indexes up to date now, whatever their delay. */
  settleIndexes(): void {
    this.backlog.settle();
    this.core.store.commit();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    clearInterval(this.timer);
    this.backlog.settle();
    this.core.store.close();
  }
}

function indexesOf(consumed: Consumed): Record<string, { read: number; write: number }> {
  const names = new Set([...consumed.indexRead.keys(), ...consumed.indexWrite.keys()]);
  return Object.fromEntries(
    [...names].map((name) => [
      name,
      { read: consumed.indexRead.get(name) ?? 0, write: consumed.indexWrite.get(name) ?? 0 },
    ]),
  );
}

export const createEngine = (options: EngineOptions = {}): Engine => new Engine(options);
