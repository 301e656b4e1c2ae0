import { get, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import type { Actor } from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { newId } from "../kernel/id.ts";
import type { Role, Visibility } from "../kernel/role.ts";
import { type Login, type Membership, MOST } from "./login.entity.ts";
import { hashOf, newSecret } from "./secret.ts";

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** A sign-in ends a week after its last use, and 30 days after it began at the latest (NIST SP 800-63B-4, section 2.1.3). */
export const IDLE = 7 * DAY;
export const ABSOLUTE = 30 * DAY;
/** Its use is noted at most this often: reading stays one GetItem. */
const TOUCH = 10 * MINUTE;

/** Under `session#HASH` or `key#HASH`: the actor's data copied in, so that a request costs one GetItem for all of auth. */
type Credential = {
  id: string;
  email: string;
  workspaceId: string;
  memberId: string;
  role: Role;
  visibility: Visibility;
  teamId?: string;
  expiresAt: string;
};
type Session = Credential & { usedAt: string };

export type Authenticated = { actor: Actor; credential: { kind: "session" | "key"; hash: string } };

export const sessionKey = (hash: string) => ({ pk: `session#${hash}`, sk: "session" });
export const credentialKey = (hash: string) => ({ pk: `key#${hash}`, sk: "key" });

const seconds = (time: number) => Math.floor(time / 1000);

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

/** Who an API key acts as; undefined when it was revoked or is over. One GetItem. */
export async function fromKey(secret: string): Promise<Authenticated | undefined> {
  const hash = hashOf(secret);
  const key = (await get(credentialKey(hash))) as Credential | undefined;
  if (!key || Date.now() >= Date.parse(key.expiresAt)) return undefined;
  return { actor: actorOf("key", key), credential: { kind: "key", hash } };
}

/** A new sign-in of the login, to be written with it; the oldest gives way when there are too many. */
export function begin(login: Login, membership: Membership) {
  const now = Context.now().getTime();
  const token = newSecret();
  const hash = hashOf(token);
  const id = newId("session");
  const { ip, agent } = Context.use().client ?? { ip: "", agent: "" };
  const createdAt = new Date(now).toISOString();
  const expiresAt = new Date(now + ABSOLUTE).toISOString();
  const { workspaceId } = membership;
  const standing = Object.entries(login.sessions).filter(([, one]) => Date.parse(one.expiresAt) > now);
  const oldestFirst = standing.sort(([, a], [, b]) => a.createdAt.localeCompare(b.createdAt));
  const displaced = oldestFirst.slice(0, Math.max(0, standing.length - MOST.sessions + 1));
  const kept = oldestFirst.slice(displaced.length);
  const pointer = { hash, workspaceId, createdAt, expiresAt, ip, agent: agent.slice(0, 200) };
  const item = {
    ...sessionKey(hash),
    ...membership,
    id,
    email: login.email,
    createdAt,
    usedAt: createdAt,
    expiresAt,
    _ttl: seconds(now + IDLE),
  };
  const changed: Login = { ...login, workspaceId, sessions: { ...Object.fromEntries(kept), [id]: pointer } };
  const writes: Write[] = [
    { Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" } },
    ...displaced.map(([, one]) => deletion(one.hash)),
  ];
  return { login: changed, writes, token, id };
}

function deletion(hash: string): Write {
  return { Delete: { TableName: records(), Key: sessionKey(hash) } };
}

/** Ends the login's sessions that match. */
export function end(login: Login, which: (id: string, workspaceId: string) => boolean) {
  const ended = Object.entries(login.sessions).filter(([id, one]) => which(id, one.workspaceId));
  const kept = Object.entries(login.sessions).filter(([id, one]) => !which(id, one.workspaceId));
  const changed: Login = { ...login, sessions: Object.fromEntries(kept) };
  return { login: changed, writes: ended.map(([, one]) => deletion(one.hash)), count: ended.length };
}
