import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
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

/** Under `session#HASH` or `key#HASH`: the actor's data copied in, so that a request costs one GetItem for all of auth. */
export type Credential = {
  id: string;
  email: string;
  workspaceId: string;
  memberId: string;
  role: Role;
  visibility: Visibility;
  teamId?: string;
  expiresAt: string;
  /** Of a key: the day of UTC on which it was used last. */
  usedOn?: string;
};
export type Session = Credential & { usedAt: string };

export const sessionKey = (hash: string) => ({ pk: `session#${hash}`, sk: "session" });
export const credentialKey = (hash: string) => ({ pk: `key#${hash}`, sk: "key" });

export const seconds = (time: number) => Math.floor(time / 1000);

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
