import * as Contact from "@rapport/core/contact";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { as } from "../core.ts";
import { contactItem, streamRecord } from "../projection/made.ts";
import { type Stand, startStand } from "../projection/stand.ts";
import { startBus } from "./bus.ts";

let stand: Stand;
let bus: Awaited<ReturnType<typeof startBus>>;
let relay: typeof import("../../packages/functions/src/stream/relay.ts").handler;
let History: typeof import("../../packages/core/src/history/index.ts");
beforeAll(async () => {
  stand = await startStand();
  bus = await startBus();
  ({ handler: relay } = await import("../../packages/functions/src/stream/relay.ts"));
  History = await import("../../packages/core/src/history/index.ts");
});
afterAll(async () => {
  await bus.stop();
  await stand.stop();
});
beforeEach(() => {
  bus.taken.length = 0;
  bus.calls.length = 0;
});

const run = (...Records: StreamRecord[]) => relay({ Records });
const types = () => bus.taken.map((fact) => fact.type);

test("tells each turn of a record's life, who did it and why, once", async () => {
  const contact = await as("sales", () => Contact.create({ firstName: "Ada", email: "ada@example.com" }));
  await as("sales", () => Contact.edit({ id: contact.id, lifecycle: "customer" }));
  await as("sales", () => Contact.remove({ id: contact.id }));
  await as("sales", () => Contact.restore({ id: contact.id }));
  await run(...(await stand.records()));
  expect(types()).toEqual(["contact.created", "contact.updated", "contact.removed", "contact.restored"]);
  expect(bus.taken[1]).toMatchObject({
    subject: { noun: "contact", id: contact.id, version: 2 },
    changed: { lifecycle: ["lead", "customer"] },
    depth: 0,
    silent: false,
    schema: 1,
  });
  const { items } = await as("sales", () => History.list({ id: contact.id }));
  expect(items.map((line) => line.what)).toEqual(["restored", "removed", "updated", "created"]);
  expect(items[2]).toMatchObject({ changed: { lifecycle: ["lead", "customer"] }, version: 2 });
});

test("hides a record's history from those who don't see the record", async () => {
  const contact = await as("sales", () => Contact.create({ firstName: "Hidden" }));
  await run(...(await stand.records()));
  const stranger = { memberId: "mem_other", visibility: "own" } as const;
  await expect(as("sales", () => History.list({ id: contact.id }), stranger)).rejects.toThrow(
    "There is no contact",
  );
  const foreign = { workspaceId: "wsp_other" };
  await expect(as("sales", () => History.list({ id: contact.id }), foreign)).rejects.toThrow(
    "There is no contact",
  );
});

test("a batch that comes twice gives the same event ids and one line of history each", async () => {
  const record = streamRecord(undefined, contactItem(1));
  await run(record);
  const before = await stand.dump("history");
  await run(record);
  expect(new Set(bus.taken.map((fact) => fact.id)).size).toBe(1);
  expect(await stand.dump("history")).toEqual(before);
});

test("a deal's own facts stand beside the plain ones", async () => {
  const open = {
    ...contactItem(2),
    pk: "w#wsp_made#deal#dea_1",
    sk: "deal",
    __edb_e__: "deal",
    status: "open",
    stageId: "a",
  };
  await run(streamRecord(open, { ...open, _v: 2, status: "won", stageId: "b" }));
  expect(types()).toEqual(["deal.updated", "deal.moved", "deal.won"]);
});

test("sends ten a call and sends again only what the bus refused", async () => {
  bus.refuse(
    (_, place) => place === 3,
    (_, place) => place < 2,
  );
  await run(...Array.from({ length: 25 }, (_, n) => streamRecord(undefined, contactItem(n))));
  expect(bus.calls).toEqual([10, 10, 5, 3]);
  expect(new Set(bus.taken.map((fact) => fact.id)).size).toBe(25);
  expect(bus.taken).toHaveLength(25);
});

test("fails the batch when the bus keeps refusing, and loses nothing when it comes again", async () => {
  const all = () => true;
  bus.refuse(all, all, all, all);
  const record = streamRecord(undefined, contactItem(77));
  await expect(run(record)).rejects.toThrow("The bus refused 1 of 1");
  await run(record);
  expect(types()).toEqual(["contact.created"]);
});

test("parks a noun and a schema that it does not know, and relays what stands before them", async () => {
  const known = streamRecord(undefined, contactItem(3));
  const noun = streamRecord(undefined, {
    ...contactItem(4),
    pk: "w#wsp_made#robot#rob_1",
    __edb_e__: "robot",
  });
  const schema = streamRecord(undefined, { ...contactItem(5), _schema: 2 });
  const failed = noun.dynamodb?.SequenceNumber;
  expect(await run(known, noun, known)).toEqual({ batchItemFailures: [{ itemIdentifier: failed }] });
  expect(types()).toEqual(["contact.created"]);
  // At the head of a batch it throws, so that Lambda bisects down to the one record.
  await expect(run(noun, known)).rejects.toThrow("robot");
  await expect(run(schema)).rejects.toThrow("Schema version 2");
});

test("tells of an import that it was silent, so that rules can leave it alone", async () => {
  await run(streamRecord(undefined, contactItem(6, { _silent: true })));
  expect(bus.taken[0]).toMatchObject({ silent: true });
});

test("an erasure is written nowhere, and a chain over eight deep causes nothing more", async () => {
  const before = await stand.dump("history");
  await run(streamRecord(contactItem(7), { ...contactItem(7), _v: 2, firstName: "", _cause: "erase" }));
  expect(bus.taken).toEqual([]);
  expect(await stand.dump("history")).toEqual(before);
  await run(streamRecord(undefined, contactItem(108, { _depth: 9 })));
  expect(bus.taken).toEqual([]);
  expect((await stand.dump("history")).length).toBe(before.length + 1);
  await run(streamRecord(undefined, contactItem(109, { _depth: 8 })));
  expect(types()).toEqual(["contact.created"]);
});

test("keeps an event within 64 KB by leaving out the largest values", async () => {
  await run(streamRecord(undefined, contactItem(10, { about: "x".repeat(90_000), title: "Short" })));
  const [fact] = bus.taken;
  expect(JSON.stringify(fact).length).toBeLessThan(64_000);
  expect(fact?.changed).toMatchObject({
    about: [{ tooLarge: true }, { tooLarge: true }],
    title: [null, "Short"],
  });
});

test("never tells secrets or what a mail says", async () => {
  const mail = {
    ...contactItem(11),
    pk: "w#wsp_made#mail#mai_1",
    sk: "mail",
    __edb_e__: "mail",
    state: "queued",
    values: { subject: "Psst" },
    sealed: "xyz",
  };
  await run(streamRecord(undefined, mail), streamRecord(undefined, contactItem(12, { passwordHash: "abc" })));
  expect(types()).toContain("mail.requested");
  const told = JSON.stringify([bus.taken, await stand.dump("history")]);
  expect(told).not.toContain("Psst");
  expect(told).not.toContain("xyz");
  expect(told).not.toContain("abc");
});

test("says nothing of the rows and guards beside the records", async () => {
  const row = { pk: "w#wsp_made#timeline#con_1", sk: "2026#act_1", kind: "note", _v: 1, _schema: 1 };
  const guard = {
    pk: "w#wsp_made#unique#contact-email#a@b.c",
    sk: "unique",
    holder: "con_1",
    _v: 1,
    _schema: 1,
  };
  await run(streamRecord(undefined, row), streamRecord(undefined, guard));
  expect(bus.taken).toEqual([]);
});
