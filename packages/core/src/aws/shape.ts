import type { Noun } from "../kernel/id.ts";
import type { Guard } from "./guard.ts";
import type { Stamp } from "./stamp.ts";
import type { Write } from "./transaction.ts";

/** The generic indexes of Records. gsi1–gsi6 hold keys only, gsi7 and gsi8 whole items (boards). */
export type Index = "gsi1" | "gsi2" | "gsi3" | "gsi4" | "gsi5" | "gsi6" | "gsi7" | "gsi8";
export const indexes: readonly Index[] = ["gsi1", "gsi2", "gsi3", "gsi4", "gsi5", "gsi6", "gsi7", "gsi8"];

/** Live records are listed; trashed ones can be restored for 30 days. */
export type Shelf = "live" | "trash";

export type Base = {
  workspaceId: string;
  id: string;
  shelf: Shelf;
  createdAt: string;
  createdBy: string;
  removedAt?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  externalId?: string | undefined;
  /** Of a person's record, 32 bytes in base64url; who erases the record destroys it. */
  _key?: string | undefined;
};

export type Stored<Fields> = Fields & Base & Stamp;

export type Keys = Partial<Record<Index, readonly [pk: string, sk: string] | undefined>>;

export type Spec<Fields> = {
  noun: Noun;
  /** Visible to every member whatever their own/team/all visibility: pipelines, segments, members … */
  shared?: boolean;
  /** A record is a person: it bears a key, with which History encrypts what it tells of them. */
  person?: boolean;
  /** Every attribute of its own that the noun stores. */
  attributes: readonly (keyof Fields & string)[];
  /** Attributes that index keys or guards are made of; changing one costs a read first. */
  keyed?: readonly (keyof Fields & string)[];
  /** Index keys beyond gsi1–gsi3, which list by workspace, owner and team. `at` builds a partition key. */
  keys?: (record: Stored<Fields>, at: (...parts: string[]) => string) => Keys;
  /** What must be unique in the workspace while the record is live. */
  guards?: (record: Stored<Fields>) => Guard[];
};

/** What a new record is given: null and undefined alike mean "not set". */
export type Given<Fields> = {
  [K in keyof (Fields & Partial<Base>)]:
    | (Fields & Partial<Base>)[K]
    | (undefined extends (Fields & Partial<Base>)[K] ? null : never);
};

export type EditOptions = {
  /** From If-Match; without it the last writer wins on the fields it names. */
  version?: number | undefined;
  /** Writes that belong into the same transaction. */
  with?: Write[];
};

export type CreateOptions<Item> = {
  id?: string;
  /** Writes that belong into the same transaction, made from the new record. */
  withRecord?: (record: Item) => Write[];
};

/** Which part of an index a page is of. */
export type PageOf = {
  limit: number;
  cursor?: string | undefined;
  order?: "asc" | "desc" | undefined;
  beginsWith?: string | undefined;
  /** Sort keys, both included. */
  between?: [from: string, to: string] | undefined;
  /** What the caller leaves out of the page by itself: the cursor belongs to it. */
  only?: Record<string, unknown> | undefined;
};
