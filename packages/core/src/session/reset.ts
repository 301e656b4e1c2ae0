import { transact } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Gone, Invalid } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import * as Mail from "../mail/index.ts";
import { attempt, doors } from "./attempt.ts";
import { changeLogin, findLogin, type Login, normalEmail } from "./login.entity.ts";
import { expectStrong, hashPassword, isPassword } from "./password.ts";
import { end } from "./session.entity.ts";
import { ChangePassword, Forgot, Reset } from "./session.schema.ts";
import { asMember, changeOwn } from "./sign-in.ts";
import { findTicket, newTicket, useTicket } from "./ticket.ts";

const RESET_HOURS = 1;

/** Always the same answer, and the same work: who has a login here can't be told from it. @throws {TooMany} */
export const forgot = fn("open", Forgot, async ({ email }): Promise<{ done: true }> => {
  await attempt(doors.forgot, email);
  const login = await findLogin(email);
  const membership =
    login && (login.memberships[login.workspaceId ?? ""] ?? Object.values(login.memberships)[0]);
  const { token, write } = newTicket(
    // The time of the password: once it is changed, earlier links are void.
    { purpose: "reset", email: normalEmail(email), passwordAt: login?.passwordAt ?? "" },
    RESET_HOURS,
  );
  const mail = membership
    ? await asMember(membership, () =>
        Mail.request({ to: login.email, template: "reset", values: {}, secret: token }),
      )
    : newTicket({ purpose: "reset", email: "" }, RESET_HOURS).write;
  await transact([write, mail]);
  return { done: true };
});

/** A new password by the mailed link; every sign-in of that person ends. @throws {Gone} */
export const reset = fn("open", Reset, async ({ token, password }): Promise<{ done: true }> => {
  await attempt(doors.ticket, token);
  const ticket = await findTicket("reset", token);
  const email = ticket.email ?? "";
  expectStrong(password, email);
  const hash = await hashPassword(password);
  return changeLogin(email, async (login) => {
    if (!login || login.passwordAt !== ticket.passwordAt)
      throw new Gone("This link is void. Ask for a new one.");
    const changed = await withPassword(login, hash, () => true);
    return {
      login: changed.login,
      writes: [useTicket(token), ...changed.writes],
      result: { done: true as const },
    };
  });
});

/** Knows the current one; the other sign-ins end. @throws {Invalid} */
export const changePassword = fn(
  "me:write",
  ChangePassword,
  async ({ current, password }): Promise<{ done: true }> => {
    const { via } = Actor.person();
    await expectPassword(current, "current");
    expectStrong(password, via.email);
    const hash = await hashPassword(password);
    return changeOwn(async (login) => {
      const changed = await withPassword(login, hash, (id) => id !== via.id);
      return { login: changed.login, writes: changed.writes, result: { done: true as const } };
    });
  },
);

/** Asks the acting person's password again before something weighty. @throws {Invalid} when it is wrong. @throws {TooMany} */
export async function expectPassword(password: string, path: string): Promise<void> {
  const { email } = Actor.person().via;
  await attempt(doors.confirm, email);
  const login = await findLogin(email);
  if (!(await isPassword(password, login?.password)))
    throw new Invalid([{ path, message: "is not your password" }]);
}

async function withPassword(login: Login, password: string, ends: (id: string) => boolean) {
  const at = Context.now().toISOString();
  const ended = end(login, ends);
  const membership = login.memberships[login.workspaceId ?? ""] ?? Object.values(login.memberships)[0];
  const mails = membership
    ? [
        await asMember(membership, () =>
          Mail.request({ to: login.email, template: "password", values: { at } }),
        ),
      ]
    : [];
  return { login: { ...ended.login, password, passwordAt: at }, writes: [...ended.writes, ...mails] };
}
