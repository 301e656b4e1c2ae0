import { get, update } from "../aws/statement.ts";
import type { Actor } from "../kernel/actor.ts";
import { hashOf } from "./secret.ts";
import { type Credential, credentialKey, IDLE, type Session, seconds, sessionKey } from "./session.entity.ts";

// Imported by its own path: each request starts here, and a cold start reads this alone, not all of signing in.

/** Its use is noted at most this often: reading stays one GetItem. */
const TOUCH = 10 * 60_000;

export type Authenticated = { actor: Actor; credential: { kind: "session" | "key"; hash: string } };

function actorOf(kind: "session" | "key", found: Credential): Actor {
  const { id, email, workspaceId, memberId, role, visibility, teamId } = found;
  return { kind: "person", workspaceId, id: memberId, role, visibility, teamId, via: { kind, id, email } };
}

/** Who a session's token belongs to; undefined when it was ended or lay idle. One GetItem. */
export async function fromToken(token: string): Promise<Authenticated | undefined> {
  const hash = hashOf(token);
  const session = (await get(sessionKey(hash))) as Session | undefined;
  const now = Date.now();
  if (!session || now >= Date.parse(session.expiresAt) || now >= Date.parse(session.usedAt) + IDLE)
    return undefined;
  if (now >= Date.parse(session.usedAt) + TOUCH) await touch(hash, session, now);
  return { actor: actorOf("session", session), credential: { kind: "session", hash } };
}

async function touch(hash: string, session: Session, now: number): Promise<void> {
  const until = Math.min(now + IDLE, Date.parse(session.expiresAt));
  await update(sessionKey(hash), {
    set: { usedAt: new Date(now).toISOString(), _ttl: seconds(until) },
  }).run();
}

/** Who an API key acts as; undefined when it was revoked or is over. One GetItem, and one write on a day's first use. */
export async function fromKey(secret: string): Promise<Authenticated | undefined> {
  const hash = hashOf(secret);
  const key = (await get(credentialKey(hash))) as Credential | undefined;
  const now = Date.now();
  if (!key || now >= Date.parse(key.expiresAt)) return undefined;
  const usedOn = new Date(now).toISOString().slice(0, 10);
  // Refused when another request of the same moment was first, or the key was revoked meanwhile: both are fine.
  if (key.usedOn !== usedOn) await update(credentialKey(hash), { set: { usedOn }, unlike: { usedOn } }).run();
  return { actor: actorOf("key", key), credential: { kind: "key", hash } };
}
