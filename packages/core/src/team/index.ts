import * as z from "zod";
import { query } from "../aws/statement.ts";
import { Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { type Team, teams } from "./team.entity.ts";
import { Create, Edit, type Info } from "./team.schema.ts";

export * from "./team.schema.ts";

const info = (team: Team) => toInfo(team) as Info;

/** @throws {Conflict} `duplicate-name` */
export const create = fn("team:write", Create, async (input) => info(await teams.create(input)));

export const fromID = fn("team:read", z.strictObject({ id: idOf("team") }), async ({ id }) =>
  info(await teams.fromID(id)),
);

export const edit = fn("team:write", Edit, async ({ id, version, ...changes }) =>
  info(await teams.edit(id, changes, { version })),
);

const Which = z.strictObject({ id: idOf("team"), version });

/** @throws {Unprocessable} while it has members: who sees what would change under their feet. */
export const remove = fn("team:remove", Which, async ({ id, version }) => {
  const { items } = await query({ index: "gsi3", pk: teams.at("member", "live", "team", id), limit: 1 });
  if (items.length > 0) throw new Unprocessable("Move its members to another team first.", "team-in-use");
  return info(await teams.remove(id, { version }));
});

/** @throws {Conflict} `duplicate-name` when another has its name by now. */
export const restore = fn("team:remove", Which, async ({ id, version }) =>
  info(await teams.restore(id, { version })),
);

export const list = fn("team:read", PageInput, async (input): Promise<Page<Info>> => {
  const page = await teams.list(input);
  return { ...page, items: page.items.map(info) };
});
