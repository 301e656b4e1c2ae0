import { decrypt, encrypt } from "@rapport/core/aws/cipher";
import { sign } from "@rapport/core/aws/sign";
import { get, update } from "@rapport/core/aws/statement";
import * as Actor from "@rapport/core/kernel/actor";
import * as Context from "@rapport/core/kernel/context";
import { Conflict, Invalid, TooMany, Unprocessable } from "@rapport/core/kernel/error";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";

const DAY = 86_400;
/** Longer than any request of ours can run: after it an unfinished one is known to be dead. */
const LEASE_MS = 60_000;

/**
 * `Idempotency-Key` on a POST: the first request's answer is kept for a day and given again to each repetition.
 * The same key with another body is refused; one that is still under way is asked to wait.
 */
export const idempotency = createMiddleware<Env>(async (c, next) => {
  const key = c.req.header("idempotency-key");
  if (c.req.method !== "POST" || key === undefined) return next();
  if (!/^[\x21-\x7e]{1,200}$/.test(key))
    throw new Invalid([{ path: "Idempotency-Key", message: "must be 1 to 200 visible ASCII characters" }]);

  const hash = await sign("idempotency", `${c.req.path}\n${await c.req.text()}`);
  const item = { pk: `idempotency#${Actor.workspaceId()}#${Actor.use().id}#${key}`, sk: "idempotency" };
  const at = Context.now().getTime();
  const kept = await get(item);
  if (kept) {
    if (kept.hash !== hash)
      throw new Unprocessable(
        "This Idempotency-Key was used with another request. Use a new key.",
        "idempotency-key-reused",
      );
    if (typeof kept.body === "string")
      return c.body(await decrypt("idempotency", kept.body), kept.status as 200, {
        "content-type": String(kept.type),
        "idempotency-replayed": "true",
      });
    if (Number(kept.startedAt) > at - LEASE_MS)
      throw new TooMany(1, "The first request with this key is still running.");
  }
  // A repetition of one that died half-way knows when the first came, and so by which ids it wrote.
  const firstAt = Number(kept?.firstAt ?? at);
  const started = await update(item, {
    set: { hash, firstAt, startedAt: at, _ttl: Math.floor(at / 1000) + DAY },
    add: { tries: 1 },
    ...(kept ? { equal: { tries: kept.tries } } : { absent: true }),
  }).run();
  if (!started.ok) throw new Conflict("Another request with this Idempotency-Key came first. Repeat yours.");

  await Context.within({ once: { key: `${key} ${hash}`, at: firstAt } }, next);
  if (c.res.status >= 500) return;
  const body = await c.res.clone().text();
  const type = c.res.headers.get("content-type") ?? "application/json";
  // Encrypted: an answer may hold what is shown only once, such as an API key.
  const sealed = await encrypt("idempotency", body.slice(0, 290_000));
  await update(item, { set: { body: sealed, status: c.res.status, type } }).run();
});
