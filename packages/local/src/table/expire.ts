import { deadline } from "./change.ts";
import type { Engine } from "./context.ts";
import { Scope } from "./context.ts";

/** AWS keeps what is over five years past, as a guard against mistaken clocks. */
const oldest = 5 * 365 * 24 * 3600;
const portion = 1000;

/** Deletes items whose time to live is over; returns how many. Their stream records name the service as author. */
export function expire(engine: Engine): number {
  const seconds = Math.floor(engine.now() / 1000);
  let count = 0;
  for (const open of engine.catalog.all()) {
    const { ttl, id } = open.table;
    if (!ttl) continue;
    const due = engine.store
      .prepare(`SELECT k FROM t${id}ttl WHERE at < ? AND at > ? LIMIT ?`)
      .all(seconds, seconds - oldest, portion) as unknown as [Uint8Array][];
    const scope = new Scope(engine, false);
    for (const [raw] of due) {
      const key = Buffer.from(raw);
      const before = engine.items.read(open, key);
      const at = before && deadline(before.item, ttl.attribute);
      if (at === undefined || at >= seconds) continue;
      engine.items.apply(scope, { open, key, before, expired: true });
      count++;
    }
  }
  return count;
}
