import * as z from "zod";
import { guardKey } from "../aws/guard.ts";
import { get } from "../aws/statement.ts";
import { Cancelled } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import { Conflict, Denied } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { Email, toInfo, version } from "../kernel/record.ts";
import * as Session from "../session/index.ts";
import * as Team from "../team/index.ts";
import { changeAuthority, expectMayTouch } from "./authority.ts";
import { join } from "./join.ts";
import { emailGuard, type Member, members } from "./member.entity.ts";
import { Edit, EditMe, Enroll, type Info } from "./member.schema.ts";

export { expectMayTouch } from "./authority.ts";
export { join } from "./join.ts";
export * from "./member.schema.ts";
export { ownership } from "./ownership.ts";

export const info = (member: Member) => toInfo(member) as Info;

const Which = z.strictObject({ id: idOf("member"), version });

export const fromID = fn("member:read", z.strictObject({ id: idOf("member") }), async ({ id }) =>
  info(await members.fromID(id)),
);

/** At most 100; those not found are left out. */
export const fromIDs = fn("member:read", z.array(idOf("member")).max(100), async (ids) =>
  (await members.fromIDs(ids)).map(info),
);

/** Newest first, those who were deactivated, too: their names stand on what they did. */
export const list = fn(
  "member:read",
  PageInput.extend({ teamId: idOf("team").optional() }),
  async ({ teamId, ...input }): Promise<Page<Info>> => {
    const page = teamId
      ? await members.page("gsi3", ["member", "live", "team", teamId], input)
      : await members.list(input);
    return { ...page, items: page.items.map(info) };
  },
);

/** A change of role, visibility or team ends the member's sign-ins here. @throws {Unprocessable} `last-owner` */
export const edit = fn("member:write", Edit, async ({ id, version, ...changes }) => {
  if (changes.teamId) await Team.fromID({ id: changes.teamId });
  const { role, visibility, teamId } = changes;
  if (role ?? visibility ?? teamId !== undefined)
    return info(await changeAuthority(id, version, changes as never));
  const before = await members.fromID(id);
  expectMayTouch(before, before);
  return info(await members.edit(id, changes as never, { version }));
});

/** Signs in no more; stays in lists and as the author of what they did. @throws {Unprocessable} `last-owner` */
export const deactivate = fn("member:remove", Which, async ({ id, version }) =>
  info(await changeAuthority(id, version, { active: false })),
);

export const reactivate = fn("member:remove", Which, async ({ id, version }) =>
  info(await changeAuthority(id, version, { active: true })),
);

/** The language that the member of this address chose: 2 GetItems. */
export const localeOf = fn("member:read", Email, async (email) => {
  const guard = await get(guardKey(emailGuard(email)));
  const member = guard && (await members.find(String(guard.holder)));
  return member?.locale;
});

/** One's own name, title, language and time zone. */
export const editMe = fn("me:write", EditMe, async ({ version, ...changes }) =>
  info(await members.edit(Actor.person().id, changes as never, { version })),
);

/** A member with a password at once, for the demo. Only the system may: people prove by an invitation's mail who they are. */
export const enroll = fn("member:write", Enroll, async ({ password, ...joining }) => {
  if (Actor.use().kind !== "system") throw new Denied("Invite them instead.");
  const hash = await Session.hashPassword(password);
  try {
    return await Session.changeLogin(joining.email, async (found) => {
      const { login, writes, member } = join(found ?? Session.newLogin(joining.email, hash), joining);
      return { login, writes, result: info(member) };
    });
  } catch (error) {
    throw taken(error, 2);
  }
});

/** A cancelled transaction as the refusal it means, when the member's email guard at this place was in the way. */
export function taken(error: unknown, place: number): unknown {
  const refused = error instanceof Cancelled ? error.conditionOf(place) : undefined;
  const existing = refused?.item?.holder;
  if (!refused) return error;
  return new Conflict("Somebody with this email is a member already.", {
    type: "duplicate-email",
    ...(typeof existing === "string" ? { existing } : {}),
  });
}
