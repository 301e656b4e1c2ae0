import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as Activity from "@rapport/core/activity";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Pipeline from "@rapport/core/pipeline";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { aMember, as } from "../core.ts";
import { type Stand, startStand } from "../projection/stand.ts";
import { startBus } from "./bus.ts";

let stand: Stand;
let memberId: string;
let bus: Awaited<ReturnType<typeof startBus>>;
let relay: typeof import("../../packages/functions/src/stream/relay.ts").handler;
let History: typeof import("../../packages/core/src/history/index.ts");
beforeAll(async () => {
  stand = await startStand();
  bus = await startBus();
  ({ handler: relay } = await import("../../packages/functions/src/stream/relay.ts"));
  History = await import("../../packages/core/src/history/index.ts");
  memberId = (await aMember()).id;
});
afterAll(async () => {
  await bus.stop();
  await stand.stop();
});
beforeEach(() => {
  stand.calls.length = 0;
});

const sales = <T>(run: () => T) => as("sales", run, { memberId });
const pass = async (...more: StreamRecord[]) => relay({ Records: [...(await stand.records()), ...more] });
const kept = async () => JSON.stringify(await stand.dump("history"));
const linesOf = async (id: string) => (await sales(() => History.list({ id }))).items;
const contact = (firstName: string) => sales(() => Contact.create({ firstName }));
const note = (body: string, about: string[]) =>
  sales(() => Activity.create({ kind: "note", title: "Talked", body, about }));

async function itemOf(id: string): Promise<Record<string, unknown> | undefined> {
  const items = (await stand.dump()).map((item) => unmarshall(item as Parameters<typeof unmarshall>[0]));
  return items.find((item) => item.id === id && item.__edb_e__ === "contact");
}

/** As an erasure leaves the table: the person's record and its key are gone. */
async function erase(id: string): Promise<void> {
  const item = await itemOf(id);
  const Key = { pk: { S: String(item?.pk) }, sk: { S: String(item?.sk) } };
  await stand.engine.call("DeleteItem", { TableName: process.env.RECORDS_TABLE, Key });
}

describe("what History tells of a person", () => {
  test("is encrypted where it lies, and readable for who may see the record", async () => {
    const ada = await contact("Adelheid");
    await sales(() => Contact.edit({ id: ada.id, firstName: "Ottilie" }));
    await pass();
    expect(await kept()).not.toMatch(/Adelheid|Ottilie/);
    expect(await linesOf(ada.id)).toMatchObject([
      { what: "updated", changed: { firstName: ["Adelheid", "Ottilie"] } },
      { what: "created", changed: { firstName: [null, "Adelheid"] } },
    ]);
  });

  test("is encrypted in an activity too, with the keys of all whom it is about", async () => {
    const [one, two] = [await contact("One"), await contact("Two")];
    const talk = await note("Has a secret garden", [one.id, two.id]);
    await pass();
    expect(await kept()).not.toContain("secret garden");
    expect(await linesOf(talk.id)).toMatchObject([{ changed: { body: [null, "Has a secret garden"] } }]);
  });

  test("can be read by nobody once one of them was erased, though the line is there", async () => {
    const [one, two] = [await contact("One"), await contact("Two")];
    const talk = await note("Moved to Basel", [one.id, two.id]);
    await pass();
    await erase(one.id);
    expect(await linesOf(talk.id)).toMatchObject([{ what: "created", changed: {}, erased: true }]);
  });

  test("is not written any more when the change arrives after the erasure", async () => {
    const late = await contact("Late");
    await pass();
    const talk = await note("Came too late", [late.id]);
    await erase(late.id);
    await pass();
    expect(await kept()).not.toContain("Came too late");
    expect(await linesOf(talk.id)).toMatchObject([{ what: "created", changed: {}, erased: true }]);
  });

  test("costs nothing where the person's record is in the batch, else one BatchGetItem", async () => {
    const asked = () =>
      stand.calls.map(({ command }) => command).filter((command) => !command.startsWith("Put"));
    const ada = await contact("Ada");
    const notes = [await note("First", [ada.id]), await note("Second", [ada.id])];
    const batch = await stand.records();
    stand.calls.length = 0;
    await pass(...batch);
    expect(asked()).toEqual([]);
    for (const { id } of notes) await sales(() => Activity.edit({ id, body: "More to it" }));
    const edits = (await stand.records()).filter((record) =>
      JSON.stringify(record).includes("activity#act_"),
    );
    stand.calls.length = 0;
    await pass(...edits);
    expect(asked()).toEqual(["BatchGetItem"]);
    stand.calls.length = 0;
    await linesOf(ada.id);
    expect(asked()).toEqual(["GetItem", "Query"]);
    stand.calls.length = 0;
    await linesOf(String(notes[0]?.id));
    expect(asked()).toEqual(["GetItem", "Query", "BatchGetItem"]);
  });

  test("the key leaves no door: not the API's, not the bus's", async () => {
    const ada = await contact("Ada");
    const item = await itemOf(ada.id);
    expect(Buffer.from(String(item?._key), "base64url")).toHaveLength(32);
    await pass();
    const seen = [ada, await sales(() => Contact.fromID({ id: ada.id })), await linesOf(ada.id), bus.taken];
    expect(JSON.stringify(seen)).not.toContain(String(item?._key));
  });
});

test("what tells of no person stays as it is", async () => {
  await as("admin", () => Pipeline.createDefault("EUR"));
  const deal = await sales(() => Deal.create({ name: "Forty chairs" }));
  await pass();
  expect(await kept()).toContain("Forty chairs");
  expect((await linesOf(deal.id))[0]).toMatchObject({ changed: { name: [null, "Forty chairs"] } });
});
