/** A small week of a workspace, its stream under faults: what is derived equals a recount, and told again changes nothing. */
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { newId } from "@rapport/core/kernel/id";
import { expect } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { as } from "../core.ts";
import { freshReports, type Stand } from "../projection/stand.ts";
import { deliver, type Handler } from "./deliver.ts";
import type { TestDoor } from "./door.ts";
import { onStand } from "./grounds.ts";
import { tableFaults } from "./runs.ts";

/** Four people and two deals from their first day to their last. */
async function live(): Promise<void> {
  const Contact = await import("../../packages/core/src/contact/index.ts");
  const Deal = await import("../../packages/core/src/deal/index.ts");
  const Pipeline = await import("../../packages/core/src/pipeline/index.ts");
  const here = { workspaceId: newId("workspace") };
  const sales = <T>(run: () => Promise<T>) => as("sales", run, here);
  await as("admin", () => Pipeline.createDefault("EUR"), here);
  const ids: string[] = [];
  for (const [n, firstName] of ["Leyla", "Aysel", "Tural", "Mira"].entries())
    ids.push((await sales(() => Contact.create({ firstName, email: `p${n}@week.example` }))).id);
  const [a, b, c] = ids as [string, string, string];
  await sales(() => Contact.edit({ id: a, lifecycle: "customer" }));
  await sales(() => Contact.edit({ id: a, firstName: "Ada", email: "ada@week.example" }));
  await sales(() => Contact.remove({ id: b }));
  await sales(() => Contact.restore({ id: b }));
  await sales(() => Contact.remove({ id: c }));
  const amount = { amount: 10_000, currency: "EUR" };
  const [won, lost] = [
    await as("system", () => Deal.create({ name: "Order", amount, contacts: [{ contactId: a }] }), here),
    await as("system", () => Deal.create({ name: "Other", amount }), here),
  ];
  await sales(() => Deal.win({ id: won.id }));
  await sales(() => Deal.lose({ id: lost.id, lostReason: "Price" }));
}

type Told = { id: string };
type Item = Record<string, unknown>;

/** On a stand whose bus notes what it is told. */
export function weeks() {
  const told: Told[] = [];
  const PutEvents = ({ Entries = [] }: { Entries?: { Detail: string }[] }) => {
    for (const { Detail } of Entries) told.push(JSON.parse(Detail) as Told);
    return { FailedEntryCount: 0, Entries: Entries.map((_, n) => ({ EventId: `e${n}` })) };
  };
  process.env.BUS_NAME = "rapport-test";
  return onStand((stand, door) => startWeek(stand, door, told), { json: { events: { PutEvents } } });
}

async function startWeek(stand: Stand, door: TestDoor, told: Told[]) {
  const { handler: project } = (await import("../../packages/functions/src/stream/project.ts")) as {
    handler: Handler;
  };
  const { handler: relay } = (await import("../../packages/functions/src/stream/relay.ts")) as {
    handler: Handler;
  };
  const { recount } = await import("../../packages/core/src/projection/index.ts");
  await live();
  const records = await stand.records();
  const week = records.filter(({ dynamodb }) => {
    const image = (dynamodb?.NewImage ?? dynamodb?.OldImage) as { pk: { S: string } };
    return image.pk.S.startsWith("w#");
  });
  let expected: Set<string> | undefined;

  async function stored(): Promise<Item[]> {
    const { Items } = await stand.engine.call<{ Items: Item[] }>("Scan", {
      TableName: process.env.REPORTS_TABLE,
    });
    const all = [...Items, ...(await stand.dump("history"))].map((item) => unmarshall(item as never) as Item);
    // The log of changes gets a line for each batch: it says that something may have changed.
    return all
      .filter(({ pk }) => String(pk).split("#")[2] !== "change")
      .sort((left, right) => (`${left.pk} ${left.sk}` < `${right.pk} ${right.sk}` ? -1 : 1));
  }

  async function all(handler: Handler, seed: number, rest: readonly StreamRecord[] = week): Promise<void> {
    const parked = await deliver(handler, rest, door, seed);
    // What was given up lies in the failure bucket, and is handed over again when the fault is over.
    door.calm();
    if (parked.length > 0) await handler({ Records: parked });
  }

  return async (seed: number): Promise<void> => {
    await freshReports(stand);
    told.length = 0;
    for (const [turn, handler] of [project, relay].entries()) {
      door.inject({ seed: seed * 2 + turn, calls: [...tableFaults(seed * 2 + turn), bus(seed)] });
      await all(handler, seed + turn);
    }
    expect(await recount({ compare: true })).toMatchObject({ done: true, differences: [] });
    const ids = new Set(told.map(({ id }) => id));
    expected ??= ids;
    expect(ids, "each fact is told, under its one id").toEqual(expected);
    const before = await stored();
    // The whole week once more, as when a reader begins at the oldest record.
    door.inject({ seed, calls: tableFaults(seed + 1) });
    await all(project, seed + 2);
    await all(relay, seed + 3);
    expect(new Set(told.map(({ id }) => id))).toEqual(expected);
    expect(await stored()).toEqual(before);
    await stand.engine.call("DeleteTable", { TableName: process.env.REPORTS_TABLE });
  };
}

const bus = (seed: number) =>
  ({ fault: "partial", service: "events", part: 1 + (seed % 3), rate: 0.3 }) as const;
