import { createHash } from "node:crypto";
import * as z from "zod";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Denied, NotFound, Unauthenticated } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import * as Mail from "../mail/index.ts";
import { attempt, doors, forgive } from "./attempt.ts";
import { fromToken } from "./authenticate.ts";
import { prove } from "./factor.ts";
import { changeLogin, findLogin, type Login, type Membership, MOST } from "./login.entity.ts";
import { hashPassword, isOutdated, isPassword } from "./password.ts";
import { hashOf } from "./secret.ts";
import { begin, end } from "./session.entity.ts";
import { type Info, type SignedIn, SignIn } from "./session.schema.ts";

export type NewSession = SignedIn & {
  /** The cookie's value; nothing keeps it. */
  token: string;
};

const wrong = () => new Unauthenticated("The email or the password is wrong.", "wrong-credentials");

/** Runs as the member that a membership is of: what is written is theirs. */
export function asMember<T>(
  { workspaceId, memberId: id, role, visibility, teamId }: Membership,
  run: () => T,
): T {
  return Context.within({ actor: { kind: "person", workspaceId, id, role, visibility, teamId } }, run);
}

function choose(login: Login, wanted: string | undefined): Membership {
  const memberships = Object.values(login.memberships);
  if (wanted) {
    const membership = login.memberships[wanted];
    if (!membership) throw new NotFound("workspace", wanted);
    return membership;
  }
  const last = login.workspaceId ? login.memberships[login.workspaceId] : undefined;
  const membership = last ?? memberships.sort((a, b) => b.workspaceId.localeCompare(a.workspaceId))[0];
  if (!membership)
    throw new Denied("You are not a member of any workspace any more. Ask an admin to invite you.");
  return membership;
}

const agentHash = (agent: string) => createHash("sha256").update(agent).digest("base64url").slice(0, 16);

/** Notes the browser; a mail tells of one that is new, unless it is the very first. */
async function recognize(login: Login): Promise<{ login: Login; writes: Write[] }> {
  const { client } = Context.use();
  const device = agentHash(client?.agent ?? "");
  if (login.devices.includes(device)) return { login, writes: [] };
  const changed = { ...login, devices: [...login.devices, device].slice(-MOST.devices) };
  if (login.devices.length === 0) return { login: changed, writes: [] };
  const at = Context.now().toISOString();
  const agent = (client?.agent ?? "").replace(/[^\x20-\x7e]/g, " ").slice(0, 200);
  const values = { at, agent, ip: (client?.ip ?? "").slice(0, 60) };
  return { login: changed, writes: [await Mail.request({ to: login.email, template: "sign-in", values })] };
}

/** A new sign-in with what belongs to it: the browser noted, a mail about a new one. */
export async function enter(login: Login, membership: Membership) {
  return asMember(membership, async () => {
    const known = await recognize(login);
    const begun = begin(known.login, membership);
    const { workspaceId, memberId } = membership;
    const session: NewSession = { workspaceId, memberId, sessionId: begun.id, token: begun.token };
    return { login: begun.login, writes: [...known.writes, ...begun.writes], session };
  });
}

/** The second factor's part of signing in. @throws {Unauthenticated} `second-factor-required` or `wrong-code`. */
async function second(
  login: Login,
  code: string | undefined,
): Promise<{ login: Login; recoveryUsed: boolean }> {
  if (!login.secondFactor) return { login, recoveryUsed: false };
  if (!code)
    throw new Unauthenticated("Type the code that your authenticator app shows.", "second-factor-required");
  const proof = await prove(login.email, login.secondFactor, code);
  if (!proof)
    throw new Unauthenticated("The code is wrong or was used before. Wait for the next one.", "wrong-code");
  return { login: { ...login, secondFactor: proof.factor }, recoveryUsed: proof.recoveryUsed };
}

/** The login whose password and code these are, the code used up. @throws {Unauthenticated} */
export function identifier({ password, code }: { password: string; code?: string | undefined }) {
  // A decision may run again; the slow hash does not.
  const verified = new Map<string | undefined, boolean>();
  return async (found: Login | undefined) => {
    if (!verified.has(found?.password))
      verified.set(found?.password, await isPassword(password, found?.password));
    if (!found || !verified.get(found.password)) throw wrong();
    const proved = await second(found, code);
    const hash = isOutdated(found.password) ? { password: await hashPassword(password) } : {};
    return { login: { ...proved.login, ...hash }, recoveryUsed: proved.recoveryUsed };
  };
}

/** Into the workspace used last, or the one asked for. @throws {Unauthenticated} @throws {TooMany} */
export const signIn = fn("open", SignIn, async ({ email, workspaceId, ...given }): Promise<NewSession> => {
  await attempt(doors.signIn, email);
  const identify = identifier(given);
  const session = await changeLogin(email, async (found) => {
    const { login, recoveryUsed } = await identify(found);
    const membership = choose(login, workspaceId);
    const entered = await enter(login, membership);
    const warning = recoveryUsed ? [await factorMail(entered.login, membership, "recovery-used")] : [];
    return { login: entered.login, writes: [...entered.writes, ...warning], result: entered.session };
  });
  await forgive(doors.signIn, email);
  return session;
});

export function factorMail(
  login: Login,
  membership: Membership,
  change: "on" | "off" | "recovery-used",
): Promise<Write> {
  const values = { change, at: Context.now().toISOString() };
  return asMember(membership, () => Mail.request({ to: login.email, template: "second-factor", values }));
}

/** Ends the sign-in whose token this is, and only that one. */
export async function signOut(token: string): Promise<void> {
  const hash = hashOf(token);
  const found = await fromToken(token);
  if (found?.actor.kind !== "person" || !found.actor.via) return;
  await changeLogin(found.actor.via.email, async (login) => {
    if (!login) throw wrong();
    const ended = end(login, (id) => login.sessions[id]?.hash === hash);
    return { login: ended.login, writes: ended.writes, result: undefined };
  });
}

/** The acting person's login. @throws {Denied} for an API key. */
export async function own(): Promise<Login> {
  const login = await findLogin(Actor.person().via.email);
  if (!login) throw new Unauthenticated();
  return login;
}

/** The login of the acting person, to change it. */
export function changeOwn<T>(
  decide: (login: Login) => Promise<{ login: Login; writes?: Write[]; result: T }>,
): Promise<T> {
  return changeLogin(Actor.person().via.email, async (login) => {
    if (!login) throw new Unauthenticated();
    return decide(login);
  });
}

/** Another of one's workspaces: a new sign-in there, and the present one ends. */
export const switchTo = fn(
  "me:write",
  z.strictObject({ workspaceId: idOf("workspace") }),
  async ({ workspaceId }) => {
    const { via } = Actor.person();
    return changeOwn(async (login) => {
      const membership = choose(login, workspaceId);
      const ended = end(login, (id) => id === via.id);
      const entered = await enter(ended.login, membership);
      return { login: entered.login, writes: [...ended.writes, ...entered.writes], result: entered.session };
    });
  },
);

/** Where one is signed in, newest first. */
export const list = fn("me:read", z.strictObject({}), async (): Promise<{ items: Info[] }> => {
  const { via } = Actor.person();
  const { sessions } = await own();
  const now = Context.now().toISOString();
  const standing = Object.entries(sessions).filter(([, one]) => one.expiresAt > now);
  const items = standing.map(([id, { hash: _, ...one }]) => ({ ...one, id, current: id === via.id }));
  return { items: items.sort((a, b) => b.createdAt.localeCompare(a.createdAt)) };
});

/** @throws {NotFound} */
export const endOne = fn("me:write", z.strictObject({ id: idOf("session") }), async ({ id }) =>
  changeOwn(async (login) => {
    const ended = end(login, (one) => one === id);
    if (ended.count === 0) throw new NotFound("session", id);
    return { login: ended.login, writes: ended.writes, result: undefined };
  }),
);

export const endOthers = fn("me:write", z.strictObject({}), async () => {
  const { via } = Actor.person();
  return changeOwn(async (login) => {
    const ended = end(login, (id) => id !== via.id);
    return { login: ended.login, writes: ended.writes, result: { ended: ended.count } };
  });
});
