import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Projection, projection } from "./import.ts";
import { contactItem, streamRecord } from "./made.ts";
import { freshReports, type Stand, startStand } from "./stand.ts";

const owners = ["mem_a", "mem_b", "mem_c", "mem_d", "mem_e"];
const lifecycles = ["lead", "customer", "opportunity", "subscriber"];
const hundred = Array.from({ length: 100 }, (_, n) =>
  contactItem(n, {
    ownerId: owners[n % owners.length],
    teamId: `tea_${(n % owners.length) % 2}`,
    lifecycle: lifecycles[n % lifecycles.length],
    createdAt: `2026-05-${String(1 + (n % 3)).padStart(2, "0")}T09:00:00.000Z`,
  }),
);

let stand: Stand;
let core: Projection;
beforeAll(async () => {
  stand = await startStand();
  core = await projection();
  for (const item of hundred) {
    const { marshall } = await import("@aws-sdk/util-dynamodb");
    await stand.engine.call("PutItem", {
      TableName: "records",
      Item: marshall(item, { removeUndefinedValues: true }),
    });
  }
});
afterAll(() => stand.stop());
beforeEach(() => freshReports(stand));

/** Written items of Reports by what they are. */
function written() {
  const items = stand.calls.filter((call) => call.table.startsWith("reports")).flatMap((call) => call.items);
  const of = (kind: string) => items.filter((item) => item.pk.split("#")[2] === kind);
  const distinct = (kind: string) => new Set(of(kind).map((item) => `${item.pk} ${item.sk}`)).size;
  return {
    marks: of("mark").length,
    sums: of("sum").length,
    distinctSums: distinct("sum"),
    words: of("word").length,
    distinctWords: distinct("word"),
    changes: of("change").length,
  };
}

test("a hundred changed items cost at most 1.1 writes for each item and each sum", async () => {
  await core.project(hundred.map((item) => streamRecord(undefined, item)));
  stand.calls.length = 0;
  const edited = hundred.map((item) => ({ ...item, _v: 2, lifecycle: "evangelist" }));
  await core.project(edited.map((item, n) => streamRecord(hundred[n], item)));
  const { marks, sums, distinctSums, words, changes } = written();
  console.info(
    `fold of 100 updates: ${marks} watermarks, ${sums} writes on ${distinctSums} sums, ${changes} change log`,
  );
  expect(marks).toBe(100);
  expect(words).toBe(0);
  expect(marks + sums).toBeLessThanOrEqual(1.1 * (100 + distinctSums));
});

test("a hundred new items cost a watermark for the sums, one for the words, and each word once", async () => {
  stand.calls.length = 0;
  await core.project(hundred.map((item) => streamRecord(undefined, item)));
  const { marks, sums, distinctSums, words, distinctWords, changes } = written();
  console.info(
    `fold of 100 new contacts: ${marks} watermarks, ${sums} writes on ${distinctSums} sums, ${words} words, ${changes} change log`,
  );
  expect(100 + sums).toBeLessThanOrEqual(1.1 * (100 + distinctSums));
  expect(marks).toBe(200);
  expect(words).toBe(distinctWords);
});

test("ten changes of one item within a batch cost what one costs", async () => {
  const versions = Array.from({ length: 10 }, (_, n) => contactItem(0, { _v: n + 1, title: `Title ${n}` }));
  stand.calls.length = 0;
  await core.project(versions.map((item, n) => streamRecord(versions[n - 1], item)));
  expect(written()).toMatchObject({ marks: 2, sums: 2 });
});

test("a change that no sum and no word shows costs its watermark alone", async () => {
  const before = hundred[0];
  await core.project([streamRecord(undefined, before)]);
  stand.calls.length = 0;
  await core.project([streamRecord(before, { ...before, _v: 2, title: "Countess" })]);
  expect(written()).toMatchObject({ marks: 1, sums: 0, words: 0 });
});

test("a batch that comes again writes nothing but a line of the change log", async () => {
  const batch = hundred.map((item) => streamRecord(undefined, item));
  await core.project(batch);
  stand.calls.length = 0;
  await core.project(batch);
  expect(written()).toMatchObject({ marks: 0, sums: 0, words: 0 });
});
