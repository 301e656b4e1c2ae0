import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { expect, test } from "vitest";
import { differences } from "../journey/mailing.ts";
import { contactItem } from "../projection/made.ts";
import { freshStage, Refusal, type Stage } from "../stage/helper.ts";

const COUNT = Number(process.env.COUNT ?? 10_000);
const POISON = Math.floor(COUNT * 0.63);
const HOUR = 3_600_000;

type GivenUp = { requestContext: { functionArn: string }; payload: string };

const person = (n: number) => contactItem(n, { email: undefined, firstName: "Ada", lastName: undefined });

async function write(stage: Stage): Promise<void> {
  for (let from = 0; from < COUNT; from += 25) {
    const items = Array.from({ length: Math.min(25, COUNT - from) }, (_, n) => ({
      PutRequest: { Item: marshall(person(from + n), { removeUndefinedValues: true }) },
    }));
    await stage.engine.call("BatchWriteItem", { RequestItems: { [stage.tables.Records!]: items } });
  }
}

async function all(stage: Stage, table: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const page = await stage.engine.call<{ Items: Record<string, never>[]; LastEvaluatedKey?: unknown }>(
      "Scan",
      {
        TableName: stage.tables[table],
        ExclusiveStartKey,
      },
    );
    items.push(...page.Items.map((item) => unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

/** People counted by the reports, and lines of History. */
async function counted(stage: Stage): Promise<{ leads: number; lines: number }> {
  const sums = (await all(stage, "Reports")).filter(
    ({ pk, sk }) => String(pk).endsWith("#all") && String(sk).startsWith("2#funnel"),
  );
  const leads = sums.reduce((total, { lead }) => total + Number(lead ?? 0), 0);
  return { leads, lines: (await all(stage, "History")).length };
}

test("one poison record leaves all others applied, lies in the failure bucket once, and heals by a replay a day later", async () => {
  const stage = await freshStage();
  const id = String(person(POISON).id);
  const bucket = stage.buckets.FailureBucket!;
  const readers = stage.plan.functions
    .filter(({ path }) => /\/(Relay|Project)\//.test(path))
    .map(({ name }) => name);
  const cure = stage.intercept(({ caller, input }) => {
    if (caller.kind === "function" && readers.includes(caller.name) && JSON.stringify(input).includes(id))
      throw new Refusal("com.amazon.coral.validate#ValidationException", "Poison.", 400);
  });
  await write(stage);
  await stage.idle(800_000);
  expect(stage.faults.splice(0).map((fault) => (fault as Error).name)).toEqual(["GivenUp", "GivenUp"]);
  expect(await counted(stage)).toEqual({ leads: COUNT - 1, lines: COUNT - 1 });
  const parked = stage.storage.keys(bucket);
  expect(parked).toHaveLength(2);
  cure();
  // By now the stream has forgotten it: what is left lies in the bucket.
  await stage.clock.jump(25 * HOUR);
  for (const key of parked) {
    const object = await stage.storage.get(bucket, key);
    const { requestContext, payload } = JSON.parse(String(object?.body)) as GivenUp;
    const { Records } = JSON.parse(payload) as { Records: unknown[] };
    expect(Records).toHaveLength(1);
    expect(payload).toContain(id);
    expect(await stage.invoke(requestContext.functionArn, { Records })).toEqual({ batchItemFailures: [] });
    stage.storage.remove(bucket, key);
  }
  await stage.idle();
  expect(await counted(stage)).toEqual({ leads: COUNT, lines: COUNT });
  expect(await differences(stage)).toEqual([]);
  await stage.stop();
}, 1_800_000);
