import * as z from "zod";
import { query } from "../aws/statement.ts";
import type { Write } from "../aws/transaction.ts";
import { Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { type Pipeline, pipelines } from "./pipeline.entity.ts";
import { Create, defaultLostReasons, defaultStages, Edit, type Info, type Stage } from "./pipeline.schema.ts";

export * from "./pipeline.schema.ts";

const info = (pipeline: Pipeline) => toInfo(pipeline) as Info;

function identified(stages: (Omit<Stage, "id"> & { id?: string | undefined })[]): Stage[] {
  return stages.map((stage) => ({ ...stage, id: stage.id ?? newId("stage") }));
}

export const create = fn("pipeline:write", Create, async (input) =>
  info(
    await pipelines.create({
      ...input,
      stages: identified(input.stages),
      lostReasons: input.lostReasons ?? defaultLostReasons,
    }),
  ),
);

const sales = (currency: string) => ({
  name: "Sales",
  currency,
  stages: defaultStages.map((stage) => ({
    ...stage,
    ...(stage.type === "open" ? { staleAfterDays: 21 } : {}),
  })),
  isDefault: true,
});

/** The pipeline that every workspace begins with. */
export function createDefault(currency: string) {
  return create(sales(currency));
}

/** The same, as a write in the transaction of the sign-up. */
export function seed({ currency }: { currency: string }): Write[] {
  const input = sales(currency);
  const fields = { ...input, stages: identified(input.stages), lostReasons: defaultLostReasons };
  return [pipelines.creation(pipelines.fresh(fields, newId("pipeline")))];
}

export const fromID = fn("pipeline:read", z.strictObject({ id: idOf("pipeline") }), async ({ id }) =>
  info(await pipelines.fromID(id)),
);

/** @throws {Unprocessable} when a stage goes that open deals stand in: the board would lose them. */
async function expectEmptied(id: string, stages: Stage[]): Promise<void> {
  const kept = new Set(stages.map((stage) => stage.id));
  const { stages: before } = await pipelines.fromID(id);
  for (const stage of before.filter((one) => one.type === "open" && !kept.has(one.id))) {
    const column = {
      index: "gsi7",
      pk: pipelines.at("deal", "board", id),
      beginsWith: `${stage.id}#`,
    } as const;
    const { items } = await query({ ...column, limit: 1 });
    if (items.length > 0)
      throw new Unprocessable(`Move the deals out of the stage ${stage.name} first.`, "stage-in-use");
  }
}

/** The stages come whole: one left out goes, one without an id is new. @throws {Unprocessable} `stage-in-use`. */
export const edit = fn("pipeline:write", Edit, async ({ id, version, ...changes }) => {
  const stages = changes.stages && identified(changes.stages);
  if (stages) await expectEmptied(id, stages);
  return info(await pipelines.edit(id, { ...changes, stages } as never, { version }));
});

const Which = z.strictObject({ id: idOf("pipeline"), version });

/** @throws {Unprocessable} while open deals stand in it. */
export const remove = fn("pipeline:remove", Which, async ({ id, version }) => {
  const { items } = await query({ index: "gsi7", pk: pipelines.at("deal", "board", id), limit: 1 });
  if (items.length > 0)
    throw new Unprocessable("Move or close the pipeline's deals first.", "pipeline-in-use");
  return info(await pipelines.remove(id, { version }));
});

export const restore = fn("pipeline:remove", Which, async ({ id, version }) =>
  info(await pipelines.restore(id, { version })),
);

export const list = fn("pipeline:read", PageInput, async (input): Promise<Page<Info>> => {
  const page = await pipelines.list(input);
  return { ...page, items: page.items.map(info) };
});
