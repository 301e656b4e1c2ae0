import * as z from "zod";
import { getMany } from "../aws/statement.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Unauthenticated } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { newId } from "../kernel/id.ts";
import { toInfo } from "../kernel/record.ts";
import { grants } from "../kernel/role.ts";
import * as Mail from "../mail/index.ts";
import * as Member from "../member/index.ts";
import * as Session from "../session/index.ts";
import { seeds } from "./seed.ts";
import { type Workspace, workspaces } from "./workspace.entity.ts";
import { Create, Edit, type Info, type Me } from "./workspace.schema.ts";

export * from "./workspace.schema.ts";

const info = (workspace: Workspace) => toInfo(workspace) as Info;

export type Created = Session.NewSession & { workspace: Info; member: Member.Info };

/**
 * Sign-up, all or nothing: the workspace, its owner, the login or one more workspace for it, what nouns seed, a welcome
 * mail, and the first sign-in. @throws {Conflict} `login-exists` when the email signs in already, with another password.
 */
export const create = fn("open", Create, async (input): Promise<Created> => {
  const { workspace: name, currency, timeZone, locale, ...person } = input;
  const { email, password } = person;
  await Session.attempt(Session.doors.signUp, email);
  Session.expectStrong(password, email);
  const identify = Session.identifier(person);
  const fresh = (await Session.findLogin(email)) ? undefined : await Session.hashPassword(password);
  const [workspaceId, memberId] = [newId("workspace"), newId("member")];
  const actor = { kind: "person", workspaceId, id: memberId, role: "owner", visibility: "all" } as const;
  return Context.within({ actor }, () =>
    Session.changeLogin(email, async (found) => {
      const login =
        found || !fresh ? (await identify(found).catch(asConflict)).login : Session.newLogin(email, fresh);
      const owner = { id: memberId, name: person.name, email, role: "owner" } as const;
      const joined = Member.join(login, owner, { first: true });
      const workspace = workspaces.fresh({ name, currency, timeZone, locale }, workspaceId);
      const entered = await Session.enter(joined.login, joined.membership);
      const shown = info(workspace);
      const seeded = await Promise.all(seeds.map((seed) => seed(shown)));
      const welcome = await Mail.request({ to: email, template: "welcome", values: { workspace: name } });
      const writes = [
        workspaces.creation(workspace),
        ...joined.writes,
        ...entered.writes,
        ...seeded.flat(),
        welcome,
      ];
      const result = { ...entered.session, workspace: shown, member: Member.info(joined.member) };
      return { login: entered.login, writes, result };
    }),
  );
});

/** Whether an email signs in here can't be hidden from one who wants to sign up with it; attempts are limited instead. */
function asConflict(error: unknown): never {
  if (!(error instanceof Unauthenticated) || error.type !== "wrong-credentials") throw error;
  throw new Conflict(
    "This email signs in already. Give its password, or sign in and add the workspace there.",
    {
      type: "login-exists",
    },
  );
}

export const get = fn("workspace:read", z.strictObject({}), async () =>
  info(await workspaces.fromID(Actor.workspaceId())),
);

/** Its language, in which it writes to contacts. */
export const locale = async () => (await workspaces.find(Actor.workspaceId()))?.locale;

export const edit = fn("workspace:write", Edit, async ({ version, ...changes }) =>
  info(await workspaces.edit(Actor.workspaceId(), changes as never, { version })),
);

/** Says whether sample data is among its records, as one write of the transaction that changes that. */
export const withSamples = (samples: boolean): Write =>
  workspaces.updateOf(Actor.workspaceId(), { samples: samples || null }, { shelf: "live" }).write();

/** Who one is, where, and what one may do here: 3 GetItems, and a BatchGetItem for the names of one's workspaces. */
export const me = fn("me:read", z.strictObject({}), async (): Promise<Me> => {
  const actor = Actor.use();
  const workspaceId = actor.workspaceId;
  const member = await Member.fromID({ id: actor.id });
  const login = await Session.findLogin(member.email);
  const memberships = Object.values(login?.memberships ?? {});
  const items = await getMany(
    memberships.map(({ workspaceId: id }) => ({ pk: `w#${id}#workspace#${id}`, sk: "workspace" })),
  );
  const names = new Map(items.map((item) => [String(item.id), String(item.name)]));
  const via = actor.kind === "person" ? actor.via?.kind : undefined;
  const own = via !== "key";
  const seen = memberships.filter((one) => own || one.workspaceId === workspaceId);
  return {
    member,
    workspace: info(await workspaces.fromID(workspaceId)),
    workspaces: seen.map(({ workspaceId: id, memberId }) => ({
      id,
      memberId,
      name: names.get(id) ?? "",
      current: id === workspaceId,
    })),
    permissions: actor.kind === "person" ? [...grants[actor.role]] : [],
    ...(via ? { via } : {}),
    ...(login && own ? { secondFactor: Session.factorOf(login) } : {}),
  };
});
