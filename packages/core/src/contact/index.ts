import * as z from "zod";
import { guardKey } from "../aws/guard.ts";
import { owned as ownedBy } from "../aws/owned.ts";
import { get } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { fn, parse } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import type { Page } from "../kernel/page.ts";
import { normalizePhone } from "../kernel/phone.ts";
import { toInfo, version } from "../kernel/record.ts";
import { ownership, ownershipOfNew } from "../member/ownership.ts";
import { type Contact, contacts, emailGuard } from "./contact.entity.ts";
import { Consent, Create, displayName, Edit, type Info, Undeliverable } from "./contact.schema.ts";
import { fits, idsBetween, List } from "./list.ts";

export * from "./contact.schema.ts";
export { draft } from "./draft.ts";
export { List } from "./list.ts";

/** What a member owns of them: a job lets it follow into another team. */
export const owned = ownedBy(contacts);

export function info(contact: Contact): Info {
  return { ...toInfo(contact), name: displayName(contact) } as Info;
}

type Phones = {
  phone?: string | null | undefined;
  phone2?: string | null | undefined;
  address?: { country?: string | undefined } | null | undefined;
};

function withPhones<T extends Phones>(input: T) {
  const country = input.address?.country;
  const normal = (phone: string | null | undefined) => (phone ? normalizePhone(phone, country).phone : phone);
  return {
    ...input,
    ...("phone" in input && { phone: normal(input.phone) }),
    ...("phone2" in input && { phone2: normal(input.phone2) }),
  };
}

/** One transaction of 2 items with an email: the contact and its guard. @throws {Conflict} `duplicate-email`. */
export const create = fn("contact:write", Create, async (input) => {
  const owner = await ownershipOfNew(input.ownerId);
  const contact = await contacts.create({
    ...withPhones(input),
    ...owner,
    lifecycle: input.lifecycle ?? "lead",
    source: input.source ?? "manual",
    tags: input.tags ?? [],
  });
  return info(contact);
});

export const fromID = fn("contact:read", z.strictObject({ id: idOf("contact") }), async ({ id }) =>
  info(await contacts.fromID(id)),
);

/** At most 100; those not found or not visible are left out. */
export const fromIDs = fn("contact:read", z.array(idOf("contact")).max(100), async (ids) =>
  (await contacts.fromIDs(ids)).map(info),
);

/** The contact with this email in any case, if there is one the actor sees: 2 GetItems. */
export const fromEmail = fn("contact:read", z.string().max(254), async (email) => {
  const guard = await get(guardKey(emailGuard(email)));
  const contact = guard && (await contacts.find(String(guard.holder)));
  return contact && contact.shelf === "live" && Actor.sees(contact) ? info(contact) : undefined;
});

export const edit = fn("contact:write", Edit, async ({ id, version, ...changes }) => {
  const owner = changes.ownerId === undefined ? {} : await ownership(changes.ownerId);
  const address = changes.email === undefined ? {} : { undeliverable: null };
  return info(
    await contacts.edit(id, { ...withPhones(changes), ...address, ...owner } as never, { version }),
  );
});

export const Which = z.strictObject({ id: idOf("contact"), version });

/** Into the trash for 30 days. */
export const remove = fn("contact:remove", Which, async ({ id, version }) =>
  info(await contacts.remove(id, { version })),
);

export const restore = fn("contact:remove", Which, async ({ id, version }) =>
  info(await contacts.restore(id, { version })),
);

/**
 * Newest first unless asked otherwise, or these: 1 Query and 1 BatchGetItem. With source or lifecycle a page holds
 * those of its contacts that fit, few or none; the cursor goes on.
 */
export const list = fn("contact:read", List, async ({ ids, companyId, ...input }): Promise<Page<Info>> => {
  if (ids) return { items: await fromIDs([ids].flat()) };
  if (companyId) {
    const page = await contacts.page("gsi4", ["contact", "company", companyId], input);
    return { ...page, items: page.items.map(info) };
  }
  const { createdSince, createdBefore, source, lifecycle, ...asked } = input;
  const only = { createdSince, createdBefore, source, lifecycle };
  const page = await contacts.list({ ...asked, between: idsBetween(only), only });
  return { ...page, items: page.items.filter((contact) => fits(contact, only)).map(info) };
});

/** What a door (a form, an import, an inbound mail) gives a new contact beyond what a person types. */
export type Captured = Create & {
  consent?: Record<string, Consent> | undefined;
  welcome?: boolean | undefined;
};

/** A contact that came through a form: consent and the welcome switch come with it. Runs as the door's own actor. */
export async function capture({ consent, welcome, ...input }: Captured): Promise<Info> {
  Actor.require("contact:write");
  const fields = parse(Create, input);
  const contact = await contacts.create({
    ...withPhones(fields),
    ...(await ownership(fields.ownerId)),
    lifecycle: fields.lifecycle ?? "lead",
    source: fields.source ?? "form",
    tags: fields.tags ?? [],
    consent,
    welcome: welcome || undefined,
  });
  return info(contact);
}

export const Agree = z.strictObject({
  id: idOf("contact"),
  topic: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  consent: Consent,
});

/** Sets one topic's consent and leaves the others as they are. */
export const agree = fn("contact:write", Agree, async ({ id, topic, consent }) =>
  info(await contacts.move(id, "live", (before) => ({ consent: { ...before.consent, [topic]: consent } }))),
);

export const Mark = z.strictObject({ id: idOf("contact"), undeliverable: Undeliverable });

/** The address bounced or complained: kept beside the suppression, where people see it. Another address clears it. */
export const mark = fn("contact:write", Mark, async ({ id, undeliverable }) =>
  info(await contacts.edit(id, { undeliverable })),
);
