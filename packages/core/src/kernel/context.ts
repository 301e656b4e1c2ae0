import { AsyncLocalStorage } from "node:async_hooks";
import type { Actor } from "./actor.ts";
import { clock } from "./clock.ts";

/** What every write is stamped with: who, why, how deep in a chain of reactions, and whether automation stays silent. */
export type Context = {
  actor: Actor;
  /** Request, event or job id that led here; `rebuild` and `erase` are special. */
  cause: string;
  /** 0 for a person's own action, one more for each reaction to an event. */
  depth: number;
  /** Imports and migrations fire no automation. */
  silent: boolean;
  /** Where a request came from, for attempt limits and the list of sign-ins. */
  client?: { ip: string; agent: string };
  /** The request's Idempotency-Key and when it came first (milliseconds): what must never happen twice is named after it. */
  once?: { key: string; at: number };
  /** Another time than the clock's, for seeding and migrating history. */
  at?: Date;
};

const storage = new AsyncLocalStorage<Context>();

export function provide<T>(context: Context, run: () => T): T {
  return storage.run(context, run);
}

/** The present context; calling outside of `provide` is a programming error. */
export function use(): Context {
  const context = storage.getStore();
  if (!context) throw new Error("No actor in context: wrap the call in provide().");
  return context;
}

/** The same context with some parts changed, e.g. `{ silent: true }`. */
export function within<T>(changes: Partial<Context>, run: () => T): T {
  return storage.run({ ...use(), ...changes }, run);
}

/** The context's time, the clock's where it has none. */
export function now(): Date {
  return storage.getStore()?.at ?? new Date();
}

clock.now = now;
