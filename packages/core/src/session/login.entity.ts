import { stamp } from "../aws/stamp.ts";
import { get } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import { Cancelled, transact, type Write } from "../aws/transaction.ts";
import * as Context from "../kernel/context.ts";
import { Conflict } from "../kernel/error.ts";
import type { Role, Visibility } from "../kernel/role.ts";
import type { SecondFactor } from "./factor.ts";

/** One workspace that a login opens, with what its sessions copy. */
export type Membership = {
  workspaceId: string;
  memberId: string;
  role: Role;
  visibility: Visibility;
  teamId?: string | undefined;
};

/** A sign-in that stands; the session itself lies under `session#HASH`. */
export type Pointer = {
  hash: string;
  workspaceId: string;
  createdAt: string;
  expiresAt: string;
  ip: string;
  agent: string;
};

export type KeyPointer = { hash: string; workspaceId: string; role: Role };

/**
 * How a person signs in, whatever the workspace: `login#EMAIL`. All that a password, a role or a second factor decides
 * is in this one item, so that each change of it is a write on its version and no sign-in can slip past a change.
 */
export type Login = {
  email: string;
  /** Argon2id in PHC string form. */
  password: string;
  passwordAt: string;
  /** Last used. */
  workspaceId?: string | undefined;
  memberships: Record<string, Membership>;
  sessions: Record<string, Pointer>;
  keys: Record<string, KeyPointer>;
  /** Hashes of user agents that signed in before. */
  devices: string[];
  secondFactor?: SecondFactor | undefined;
  /** Encrypted secret of a second factor that no code has confirmed yet. */
  pendingFactor?: string | undefined;
  _v: number;
};

/** A person belongs to at most this many workspaces, stays signed in at this many places, and holds this many keys. */
export const MOST = { memberships: 50, sessions: 20, keys: 50, devices: 20 } as const;

export function normalEmail(email: string): string {
  return email.trim().toLowerCase();
}

const keyOf = (email: string) => ({ pk: `login#${normalEmail(email)}`, sk: "login" });

/** One GetItem. */
export async function findLogin(email: string): Promise<Login | undefined> {
  return (await get(keyOf(email))) as Login | undefined;
}

export function newLogin(email: string, password: string): Login {
  return {
    email: normalEmail(email),
    password,
    passwordAt: Context.now().toISOString(),
    memberships: {},
    sessions: {},
    keys: {},
    devices: [],
    _v: 0,
  };
}

/** Writes the login if it still has the version that was read (0: if there is none). */
function putOf(before: number, login: Login): Write {
  const { _v: _, ...rest } = login;
  return {
    Put: {
      TableName: records(),
      Item: { ...keyOf(login.email), ...rest, ...stamp(), _v: before + 1 },
      ConditionExpression: before === 0 ? "attribute_not_exists(pk)" : "#v = :v",
      ...(before === 0
        ? {}
        : { ExpressionAttributeNames: { "#v": "_v" }, ExpressionAttributeValues: { ":v": before } }),
    },
  };
}

export type Decision<Result> = {
  login: Login;
  /** Written in the same transaction. */
  writes?: Write[];
  result: Result;
};

type Options = {
  /** Commits the login's write with others of its own, e.g. a keeper's edit. */
  commit?: (writes: Write[]) => Promise<unknown>;
};

/** Reads, decides and writes on the version read; decides again when somebody changed the login meanwhile. */
export async function changeLogin<Result>(
  email: string,
  decide: (login: Login | undefined) => Promise<Decision<Result>>,
  { commit = transact }: Options = {},
): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    const before = await findLogin(email);
    const { login, writes = [], result } = await decide(before);
    try {
      await commit([putOf(before?._v ?? 0, login), ...writes]);
      return result;
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      const present = await findLogin(email);
      if ((present?._v ?? 0) === (before?._v ?? 0)) throw error;
      if (attempt >= 12) throw new Conflict("This login is being changed elsewhere. Try again.");
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15 * attempt));
    }
  }
}
