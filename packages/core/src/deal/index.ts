import { generateKeyBetween } from "fractional-indexing";
import * as z from "zod";
import { owned as ownedBy } from "../aws/owned.ts";
import { query, queryAll } from "../aws/statement.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Invalid, NotFound, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { oneOrMore, type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { ownership } from "../member/ownership.ts";
import * as Pipeline from "../pipeline/index.ts";
import { type Deal, deals } from "./deal.entity.ts";
import { Create, Edit, type Info, Move, NextActivity, StageLog } from "./deal.schema.ts";
import { enter, entered, leave, links } from "./write.ts";

export * from "./deal.schema.ts";
export { draft, newId } from "./draft.ts";

/** What a member owns of them: a job lets it follow into another team. */
export const owned = ownedBy(deals);

const info = (deal: Deal) => toInfo(deal) as Info;

/** @throws {NotFound} for a company or contact that is not there or not visible. */
async function expectParties(input: {
  companyId?: string | null | undefined;
  contacts?: { contactId: string }[] | null | undefined;
}) {
  if (input.companyId) await Company.fromID({ id: input.companyId });
  const ids = [...new Set(input.contacts?.map((participant) => participant.contactId))];
  if (ids.length === 0) return;
  const found = new Set((await Contact.fromIDs(ids)).map((contact) => contact.id));
  const missing = ids.find((id) => !found.has(id));
  if (missing) throw new NotFound("contact", missing);
}

async function pipelineFor(id: string | undefined): Promise<Pipeline.Info> {
  if (id) return Pipeline.fromID({ id });
  const { items } = await Pipeline.list({ limit: 50 });
  const pipeline = items.find((candidate) => candidate.isDefault) ?? items.at(-1);
  if (!pipeline) throw new Unprocessable("Create a pipeline first.", "no-pipeline");
  return pipeline;
}

function stageOf(pipeline: Pipeline.Info, stageId: string | undefined): Pipeline.Stage {
  const stage = stageId ? pipeline.stages.find((candidate) => candidate.id === stageId) : pipeline.stages[0];
  if (!stage)
    throw new Invalid([{ path: "stageId", message: `is not a stage of the pipeline ${pipeline.name}` }]);
  return stage;
}

/** A position after the column's last card. */
async function lastPosition(pipelineId: string, stageId: string): Promise<string> {
  const column = {
    index: "gsi7",
    pk: deals.at("deal", "board", pipelineId),
    beginsWith: `${stageId}#`,
  } as const;
  const { items } = await query({ ...column, order: "desc", limit: 1 });
  return generateKeyBetween((items[0]?.position as string | undefined) ?? null, null);
}

/** Into a stage of a pipeline, at the column's end; with its first stage-log row in one transaction. */
export const create = fn("deal:write", Create, async ({ pipelineId, stageId, ...input }) => {
  const pipeline = await pipelineFor(pipelineId);
  const stage = stageOf(pipeline, stageId);
  await expectParties(input);
  const fields = {
    ...input,
    ...(await ownership(input.ownerId ?? Actor.memberId())),
    tags: input.tags ?? [],
    contacts: input.contacts ?? [],
    pipelineId: pipeline.id,
    forecast: input.forecast ?? ("pipeline" as const),
    position: await lastPosition(pipeline.id, stage.id),
    ...entered(stage, Context.now().toISOString(), undefined),
  };
  return info(
    await deals.create(fields as never, {
      withRecord: (deal) => [enter(deal, undefined), ...links(deal.id, [], deal.contacts)],
    }),
  );
});

export const fromID = fn("deal:read", z.strictObject({ id: idOf("deal") }), async ({ id }) =>
  info(await deals.fromID(id)),
);

export const edit = fn("deal:write", Edit, async ({ id, version, ...changes }) => {
  await expectParties(changes);
  const owner = changes.ownerId === undefined ? {} : await ownership(changes.ownerId);
  const fields = { ...changes, ...owner, ...(changes.contacts === null && { contacts: [] }) };
  if (changes.contacts === undefined) return info(await deals.edit(id, fields as never, { version }));
  const withBefore = (before: Deal, after: Deal) => links(id, before.contacts, after.contacts);
  return info(await deals.move(id, "live", () => fields as never, { version, withBefore }));
});

/** To another stage or place on the board: the stay is logged; a won or lost stage closes the deal, an open one reopens it. */
export const move = fn("deal:write", Move, async ({ id, version, stageId, after, before, lostReason }) => {
  const deal = await deals.fromID(id);
  const pipeline = await Pipeline.fromID({ id: deal.pipelineId });
  const stage = stageOf(pipeline, stageId);
  if (stage.type === "lost" && !lostReason)
    throw new Invalid([{ path: "lostReason", message: "say why the deal was lost" }]);
  const position = await positionFor(pipeline.id, stage, id, after, before);
  const reopens = deal.status !== "open" && stage.type === "open";
  const planned = reopens ? await firstPlanned(id) : undefined;
  const at = Context.now().toISOString();
  const moved = await deals.move(
    id,
    "live",
    (now) =>
      (now.stageId === stage.id
        ? { position }
        : {
            position,
            ...entered(stage, at, lostReason),
            ...(reopens && { forecast: "pipeline" as const, nextActivity: planned }),
          }) as never,
    {
      version,
      read: deal,
      withBefore: (was, is) => (was.stageId === is.stageId ? [] : [leave(was, at), enter(is, was.stageId)]),
    },
  );
  return info(moved);
});

/** What still stands in the deal's agenda: a closed deal shows none, a reopened one shows it again. */
async function firstPlanned(id: string): Promise<NextActivity | undefined> {
  const { items } = await query({ pk: deals.at("agenda", id), limit: 1 });
  return items[0] && NextActivity.parse(items[0]);
}

async function positionFor(
  pipelineId: string,
  stage: Pipeline.Stage,
  id: string,
  after?: string | null,
  before?: string | null,
) {
  const ids = [after, before].filter(
    (neighbour): neighbour is string => Boolean(neighbour) && neighbour !== id,
  );
  if (ids.length === 0 || stage.type !== "open") return lastPosition(pipelineId, stage.id);
  const found = new Map((await deals.fromIDs(ids)).map((deal) => [deal.id, deal]));
  const place = (neighbour: string | null | undefined) => {
    const deal = neighbour ? found.get(neighbour) : undefined;
    return deal?.stageId === stage.id ? deal.position : null;
  };
  const [low, high] = [place(after), place(before)];
  return low && high && low >= high ? generateKeyBetween(low, null) : generateKeyBetween(low, high);
}

async function close(id: string, version: number | undefined, type: "won" | "lost", lostReason?: string) {
  const deal = await deals.fromID(id);
  const pipeline = await Pipeline.fromID({ id: deal.pipelineId });
  const stage = pipeline.stages.find((candidate) => candidate.type === type);
  if (!stage) throw new Unprocessable(`The pipeline ${pipeline.name} has no ${type} stage.`);
  if (deal.status === type) return info(deal);
  return move({ id, version, stageId: stage.id, lostReason });
}

const Which = z.strictObject({ id: idOf("deal"), version });

/** Winning a won deal changes nothing. */
export const win = fn("deal:write", Which, ({ id, version }) => close(id, version, "won"));

export const Lose = Which.extend({ lostReason: Move.shape.lostReason.unwrap() });

export const lose = fn("deal:write", Lose, ({ id, version, lostReason }) =>
  close(id, version, "lost", lostReason),
);

export const remove = fn("deal:remove", Which, async ({ id, version }) =>
  info(await deals.remove(id, { version })),
);

export const restore = fn("deal:remove", Which, async ({ id, version }) =>
  info(await deals.restore(id, { version })),
);

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-05");

export const List = PageInput.extend({
  ids: oneOrMore("deal"),
  companyId: idOf("company").optional(),
  contactId: idOf("contact").optional(),
  status: z.enum(["won", "lost"]).optional().meta({ description: "Closed deals, latest first" }),
  closedIn: Month.optional().meta({ description: "With `status`: closed in this month of UTC" }),
  closedSince: Month.optional().meta({ description: "With `status`: closed in this month of UTC or later" }),
  ownerId: z
    .union([idOf("member"), z.literal("none")])
    .optional()
    .meta({
      description: "With `status`: of this member, or nobody's. A page may hold fewer than its limit",
    }),
  shelf: z.enum(["live", "trash"]).optional(),
});

/** Newest first: 1 Query and 1 BatchGetItem. */
export const list = fn(
  "deal:read",
  List,
  async ({
    ids,
    companyId,
    contactId,
    status,
    closedIn,
    closedSince,
    ownerId,
    ...input
  }): Promise<Page<Info>> => {
    if (ids) return { items: (await deals.fromIDs([ids].flat())).map(info) };
    if (contactId) {
      const { items } = await query({ pk: deals.at("links", contactId), beginsWith: "deal#", limit: 100 });
      const found = await deals.fromIDs(items.map((item) => String(item.dealId)));
      return { items: found.filter((deal) => deal.shelf === "live").map(info) };
    }
    if (status && !companyId) {
      // The sort key begins with the time of closing: a month is one range, and what is older ends the list.
      const page = await deals.page("gsi5", ["deal", "closed", status], {
        ...input,
        ...(closedIn ? { beginsWith: closedIn } : {}),
      });
      const recent = page.items.filter(({ closedAt = "" }) => !closedSince || closedAt >= closedSince);
      const items = recent.filter((deal) => !ownerId || (deal.ownerId ?? "none") === ownerId);
      return { items: items.map(info), cursor: recent.length < page.items.length ? undefined : page.cursor };
    }
    const page = companyId
      ? await deals.page("gsi4", ["deal", "company", companyId], input)
      : await deals.list(input);
    return { ...page, items: page.items.map(info) };
  },
);

const BOARD_LIMIT = 2_000;

/** Every open deal of a pipeline the actor sees, by stage and position: 1 Query a megabyte, some 1,400 deals. */
export const board = fn("deal:read", z.strictObject({ id: idOf("pipeline") }), async ({ id }) => {
  const pipeline = await Pipeline.fromID({ id });
  const items: Info[] = [];
  for await (const item of queryAll({ index: "gsi7", pk: deals.at("deal", "board", id) })) {
    const deal = deals.parse(item);
    if (Actor.sees(deal)) items.push(info(deal));
    if (items.length >= BOARD_LIMIT) break;
  }
  return { pipeline, items, complete: items.length < BOARD_LIMIT };
});

/** The deal's stays in stages, first to last. */
export const stageLog = fn("deal:read", z.strictObject({ id: idOf("deal") }), async ({ id }) => {
  await deals.fromID(id);
  const { items } = await query({ pk: deals.at("deal", id), beginsWith: "stage#", limit: 200 });
  return { items: items.map((item) => StageLog.parse(item)) };
});
