import * as z from "zod";
import { guardKey } from "../aws/guard.ts";
import { get } from "../aws/statement.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Gone } from "../kernel/error.ts";
import { fn, parse } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo } from "../kernel/record.ts";
import * as Mail from "../mail/index.ts";
import * as Member from "../member/index.ts";
import * as Session from "../session/index.ts";
import * as Team from "../team/index.ts";
import * as Workspace from "../workspace/index.ts";
import { type Invitation, invitations } from "./invitation.entity.ts";
import { Accept, Create, type Info } from "./invitation.schema.ts";

export * from "./invitation.schema.ts";

const HOURS = 7 * 24;

function info(invitation: Invitation): Info {
  const { round: _, ...shown } = toInfo(invitation);
  return shown as Info;
}

/** The mail with a new link, and the ticket behind it. */
async function mailing({ id, email, round }: Pick<Invitation, "id" | "email" | "round">): Promise<Write[]> {
  const workspace = await Workspace.get({});
  const inviterId = Actor.memberId();
  const inviter = inviterId ? (await Member.fromID({ id: inviterId })).name : workspace.name;
  const details = { purpose: "invitation", workspaceId: workspace.id, id, round: String(round) } as const;
  const { token, write } = Session.newTicket(details, HOURS);
  const values = { workspace: workspace.name, inviter };
  return [write, await Mail.request({ to: email, template: "invite", values, secret: token })];
}

const expiry = () => new Date(Context.now().getTime() + HOURS * 3_600_000).toISOString();

/** By mail, for a week. @throws {Conflict} `duplicate-email` for a member, or one who is invited already. */
export const create = fn("member:write", Create, async ({ teamId, ...input }) => {
  Member.expectMayTouch(input, input);
  if (teamId) await Team.fromID({ id: teamId });
  const guard = await get(guardKey({ kind: "member-email", value: input.email.toLowerCase() }));
  if (guard)
    throw new Conflict("Somebody with this email is a member already.", {
      type: "duplicate-email",
      existing: String(guard.holder),
    });
  const id = newId("invitation");
  const mail = await mailing({ id, email: input.email, round: 1 });
  const fields = { ...input, teamId, round: 1, expiresAt: expiry() };
  return info(await invitations.create(fields, { id, withRecord: () => mail }));
});

const Which = z.strictObject({ id: idOf("invitation") });

/** Another mail, another week; the earlier link is void. */
export const resend = fn("member:write", Which, async ({ id }) => {
  const before = await invitations.fromID(id);
  const round = before.round + 1;
  const mail = await mailing({ ...before, round });
  return info(await invitations.edit(id, { round, expiresAt: expiry() }, { version: before._v, with: mail }));
});

export const revoke = fn("member:write", Which, async ({ id }) => info(await invitations.remove(id)));

export const list = fn("member:write", PageInput, async (input): Promise<Page<Info>> => {
  const page = await invitations.list(input);
  return { ...page, items: page.items.map(info) };
});

export type Accepted = Session.NewSession & { member: Member.Info };

/**
 * Makes the invited person a member and signs them in. @throws {Gone} for a link that was used, revoked or is too old.
 * @throws {Unauthenticated} when their login exists and the password is not its own.
 */
export const accept = fn("open", Accept, async ({ token, name, password, code }): Promise<Accepted> => {
  await Session.attempt(Session.doors.ticket, token);
  const { workspaceId = "", id = "", round } = await Session.findTicket("invitation", token);
  const joining = newId("member");
  const inside = { kind: "system", workspaceId, id: "invitation" } as const;
  return Context.within({ actor: inside }, async () => {
    const invitation = await invitations.find(id);
    if (invitation?.shelf !== "live" || String(invitation.round) !== round)
      throw new Gone("This invitation was withdrawn or replaced by a newer one.");
    const { email, role, visibility, teamId } = invitation;
    await Session.attempt(Session.doors.signIn, email);
    const identify = Session.identifier({ password, code });
    const fresh = (await Session.findLogin(email)) ? undefined : await newPassword(password, email);
    const actor = { kind: "person", workspaceId, id: joining, role, visibility, teamId } as const;
    const commit = (writes: Write[]) => invitations.remove(id, { version: invitation._v, with: writes });
    const run = () =>
      Session.changeLogin(
        email,
        async (found) => {
          const login = found || !fresh ? (await identify(found)).login : Session.newLogin(email, fresh);
          const joined = Member.join(login, { id: joining, name, email, role, visibility, teamId });
          const entered = await Session.enter(joined.login, joined.membership);
          const writes = [...joined.writes, ...entered.writes, Session.useTicket(token)];
          return {
            login: entered.login,
            writes,
            result: { ...entered.session, member: Member.info(joined.member) },
          };
        },
        { commit },
      );
    const accepted = await Context.within({ actor }, run).catch((error: unknown) => {
      throw Member.taken(error, MEMBER_GUARD);
    });
    await Session.forgive(Session.doors.signIn, email);
    return accepted;
  });
});

/** Before the member's guard come the invitation, its released guard, the login and the member. */
const MEMBER_GUARD = 4;

function newPassword(password: string, email: string): Promise<string> {
  const { password: chosen } = parse(z.object({ password: Session.NewPassword }), { password });
  Session.expectStrong(chosen, email);
  return Session.hashPassword(chosen);
}
