import * as z from "zod";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Invalid, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { attempt, doors } from "./attempt.ts";
import { newFactor, newRecoveryCodes, prove, stepOf } from "./factor.ts";
import type { Login } from "./login.entity.ts";
import { expectPassword } from "./reset.ts";
import { end } from "./session.entity.ts";
import { Confirm, Disable, type Factor, SetUp } from "./session.schema.ts";
import { changeOwn, factorMail, own } from "./sign-in.ts";

const wrongCode = () =>
  new Invalid([{ path: "code", message: "is wrong or was used before: wait for the next one" }]);

function ownMembership(login: Login) {
  const { workspaceId } = Actor.person();
  const membership = login.memberships[workspaceId];
  if (!membership) throw new Unprocessable("You are not a member of this workspace any more.");
  return membership;
}

export function factorOf({ secondFactor }: Login): z.infer<typeof Factor> {
  if (!secondFactor) return { on: false };
  return { on: true, since: secondFactor.since, recoveryCodes: secondFactor.recovery.length };
}

export const secondFactor = fn("me:read", z.strictObject({}), async () => factorOf(await own()));

/** A new secret, shown once; nothing changes before a code confirms it. */
export const setUp = fn("me:write", SetUp, async ({ password }) => {
  await expectPassword(password, "password");
  const { email } = Actor.person().via;
  const { sealed, ...shown } = await newFactor(email);
  return changeOwn(async (login) => {
    if (login.secondFactor)
      throw new Unprocessable("Your second factor is on. Switch it off first.", "second-factor-on");
    return { login: { ...login, pendingFactor: sealed }, result: shown };
  });
});

/** Switches it on; gives the recovery codes, this once, and ends the other sign-ins. */
export const confirm = fn("me:write", Confirm, async ({ code }) => {
  const { via } = Actor.person();
  await attempt(doors.confirm, via.email);
  const { codes, hashes } = newRecoveryCodes();
  return changeOwn(async (login) => {
    const { pendingFactor: sealed, ...rest } = login;
    if (!sealed) throw new Unprocessable("Set it up first.", "second-factor-not-set-up");
    const lastStep = await stepOf(via.email, sealed, code);
    if (lastStep === undefined) throw wrongCode();
    const since = Context.now().toISOString();
    const ended = end(rest, (id) => id !== via.id);
    const mail = await factorMail(login, ownMembership(login), "on");
    const changed = { ...ended.login, secondFactor: { secret: sealed, since, lastStep, recovery: hashes } };
    return { login: changed, writes: [...ended.writes, mail], result: { codes } };
  });
});

export const disable = fn("me:write", Disable, async ({ password, code }) => {
  const { via } = Actor.person();
  await expectPassword(password, "password");
  return changeOwn(async (login) => {
    const { secondFactor: factor, ...rest } = login;
    if (!factor) throw new Unprocessable("Your second factor is off.", "second-factor-off");
    if (!(await prove(via.email, factor, code))) throw wrongCode();
    const ended = end(rest, (id) => id !== via.id);
    const mail = await factorMail(login, ownMembership(login), "off");
    return { login: ended.login, writes: [...ended.writes, mail], result: { done: true as const } };
  });
});
