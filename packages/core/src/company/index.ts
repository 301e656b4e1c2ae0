import * as z from "zod";
import { guardKey } from "../aws/guard.ts";
import { owned as ownedBy } from "../aws/owned.ts";
import { get } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { ListInput, oneOrMore, type Page } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { ownership, ownershipOfNew } from "../member/ownership.ts";
import { type Company, companies, domainGuard, nameKey } from "./company.entity.ts";
import { Create, Domain, Edit, type Info } from "./company.schema.ts";

export * from "./company.schema.ts";
export { draft } from "./draft.ts";

/** What a member owns of them: a job lets it follow into another team. */
export const owned = ownedBy(companies);

const info = (company: Company) => toInfo(company) as Info;

/** @throws {Conflict} `duplicate-domain` when another company has the mail domain. */
export const create = fn("company:write", Create, async (input) => {
  const owner = await ownershipOfNew(input.ownerId);
  return info(await companies.create({ ...input, ...owner, tags: input.tags ?? [] }));
});

export const fromID = fn("company:read", z.strictObject({ id: idOf("company") }), async ({ id }) =>
  info(await companies.fromID(id)),
);

/** At most 100; those not found or not visible are left out. */
export const fromIDs = fn("company:read", z.array(idOf("company")).max(100), async (ids) =>
  (await companies.fromIDs(ids)).map(info),
);

/** The company with this mail domain, if the actor sees one. */
export const fromDomain = fn("company:read", Domain, async (domain) => {
  const guard = await get(guardKey(domainGuard(domain)));
  const company = guard && (await companies.find(String(guard.holder)));
  return company?.shelf === "live" && Actor.sees(company) ? info(company) : undefined;
});

/** The first of the companies with this name, in any case. */
export const fromName = fn("company:read", z.string().max(200), async (name) => {
  const found = await companies.first("gsi4", ["company", "name", nameKey(name)]);
  return found && info(found);
});

export const edit = fn("company:write", Edit, async ({ id, version, ...changes }) => {
  const owner = changes.ownerId === undefined ? {} : await ownership(changes.ownerId);
  return info(await companies.edit(id, { ...changes, ...owner }, { version }));
});

const Which = z.strictObject({ id: idOf("company"), version });

/** Into the trash for 30 days. Its contacts stay. */
export const remove = fn("company:remove", Which, async ({ id, version }) =>
  info(await companies.remove(id, { version })),
);

export const restore = fn("company:remove", Which, async ({ id, version }) =>
  info(await companies.restore(id, { version })),
);

export const List = ListInput.extend({
  ids: oneOrMore("company"),
});

/** Newest first unless asked otherwise, or these: 1 Query and 1 BatchGetItem. */
export const list = fn("company:read", List, async ({ ids, ...input }): Promise<Page<Info>> => {
  if (ids) return { items: await fromIDs([ids].flat()) };
  const page = await companies.list(input);
  return { ...page, items: page.items.map(info) };
});
