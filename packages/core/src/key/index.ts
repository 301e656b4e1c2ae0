import * as z from "zod";
import { getMany, update } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Denied, NotFound, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo } from "../kernel/record.ts";
import { includes, type Visibility } from "../kernel/role.ts";
import * as Session from "../session/index.ts";
import { type ApiKey, apiKeys } from "./key.entity.ts";
import { Create, type Created, type Info, PREFIX } from "./key.schema.ts";

export * from "./key.schema.ts";

const DAY = 86_400_000;

function info(key: ApiKey, usedOn?: string): Info {
  const { email: _, hash: __, ...shown } = toInfo(key);
  return { ...shown, usedOn } as Info;
}

/** Shown once: only a hash is kept. @throws {Denied} for a role that may do more than one's own. */
export const create = fn("apiKey:write", Create, async ({ name, role, days }): Promise<Created> => {
  const { id: memberId, workspaceId, role: own, visibility, teamId, via } = Actor.person();
  if (!includes(own, role)) throw new Denied(`As ${own} you can't give a key the role ${role}.`);
  const secret = `${PREFIX}${Session.newSecret()}`;
  const hash = Session.hashOf(secret);
  const expires = Context.now().getTime() + days * DAY;
  const expiresAt = new Date(expires).toISOString();
  const hint = secret.slice(0, PREFIX.length + 4);
  const { email } = via;
  const key = apiKeys.fresh({ name, role, memberId, email, hash, hint, expiresAt }, newId("apiKey"));
  const credential = { id: key.id, email, workspaceId, memberId, role, visibility, teamId, expiresAt };
  const put: Write = {
    Put: {
      TableName: records(),
      Item: { ...Session.credentialKey(hash), ...credential, _ttl: Math.floor(expires / 1000) },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  };
  return Session.changeOwn(async (login) => {
    if (Object.keys(login.keys).length >= Session.MOST.keys)
      throw new Unprocessable(`You hold ${Session.MOST.keys} keys. Revoke one first.`, "too-many-keys");
    const keys = { ...login.keys, [key.id]: { hash, workspaceId, role } };
    return {
      login: { ...login, keys },
      writes: [put, apiKeys.creation(key)],
      result: { ...info(key), key: secret },
    };
  });
});

/** With the day of each one's last use: 1 Query, and 2 BatchGetItems for each hundred. */
export const list = fn("apiKey:read", PageInput, async (input): Promise<Page<Info>> => {
  const page = await apiKeys.list(input);
  const used = await lastUses(page.items);
  return { ...page, items: page.items.map((key) => info(key, used.get(key.id))) };
});

async function lastUses(keys: readonly ApiKey[]): Promise<Map<string, string>> {
  const hashes = keys.flatMap(({ hash }) => (hash ? [hash] : []));
  const credentials = await getMany(hashes.map(Session.credentialKey));
  return new Map(
    credentials.flatMap(({ id, usedOn }) => (typeof usedOn === "string" ? [[String(id), usedOn]] : [])),
  );
}

/** Ends at once. @throws {NotFound} */
export const revoke = fn(
  "apiKey:write",
  z.strictObject({ id: idOf("apiKey") }),
  async ({ id }): Promise<void> => {
    const key = await apiKeys.fromID(id);
    await Session.changeLogin(key.email, async (login) => {
      const pointer = login?.keys[id];
      if (!login || !pointer) throw new NotFound("apiKey", id);
      const { [id]: _, ...keys } = login.keys;
      return { login: { ...login, keys }, writes: revocation(id, pointer.hash), result: undefined };
    });
  },
);

/** The key's own item deleted, its record into the trash. */
function revocation(id: string, hash: string): Write[] {
  const removedAt = Context.now().toISOString();
  const shelved = { shelf: "trash", removedAt, gsi1pk: apiKeys.at("apiKey", "trash") };
  return [
    { Delete: { TableName: records(), Key: Session.credentialKey(hash) } },
    apiKeys.updateOf(id, shelved, {}).write(),
  ];
}

type Authority = { role: Session.Membership["role"]; visibility: Visibility; teamId?: string | undefined };

/** What a change of a member's authority does to their keys in this workspace: those that may do more end, the others follow. */
export function follow(login: Session.Login, authority: Authority | undefined) {
  const workspaceId = Actor.workspaceId();
  const here = Object.entries(login.keys).filter(([, key]) => key.workspaceId === workspaceId);
  const ends = (role: Authority["role"]) => !authority || !includes(authority.role, role);
  const ended = here.filter(([, key]) => ends(key.role));
  const gone = new Set(ended.map(([id]) => id));
  const keys = Object.fromEntries(Object.entries(login.keys).filter(([id]) => !gone.has(id)));
  const followers = here.filter(([id]) => !gone.has(id));
  const copied = { visibility: authority?.visibility, teamId: authority?.teamId ?? null };
  const writes: Write[] = [
    ...ended.flatMap(([id, key]) => revocation(id, key.hash)),
    ...followers.map(([, key]) => update(Session.credentialKey(key.hash), { set: copied }).write()),
  ];
  return { login: { ...login, keys }, writes };
}
