import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { startStage } from "../../packages/local/src/stage.ts";
import { assembly, getAtt, mapping, queue, recording, seen, table } from "./fixture.ts";

type Event = { Records: { body?: string; dynamodb?: { Keys: { sk: { S: string } } } }[] };

const folder = () => mkdtempSync(join(tmpdir(), "rapport-state-"));
const item = (TableName: string | undefined, sk: string) => ({
  TableName,
  Item: { pk: { S: "w#1" }, sk: { S: sk } },
});

test("a restart keeps items, objects, messages, secrets and each reader's place in the stream", async () => {
  const dir = folder();
  const templates = assembly({
    functions: { reader: recording(), reads: "export const handler = async () => 1;" },
    resources: {
      Records: table(),
      Later: queue(),
      Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files" } },
      Source: mapping("reader", getAtt("Records", "StreamArn"), { StartingPosition: "TRIM_HORIZON" }),
      Secret: {
        Type: "AWS::IAM::Policy",
        Properties: {
          PolicyName: "secret",
          Roles: [{ Ref: "readsRole" }],
          PolicyDocument: {
            Statement: [
              {
                Effect: "Allow",
                Action: "ssm:GetParameter",
                Resource: "arn:aws:ssm:us-east-1:000000000000:parameter/stage/signing-key",
              },
            ],
          },
        },
      },
    },
  });
  const first = await startStage({ assembly: templates, dir });
  await first.engine.call("PutItem", item(first.tables.Records, "before"));
  await first.idle();
  expect(seen<Event>(first, "reader")).toHaveLength(1);
  first.queue("Later").send("kept");
  await first.storage.put("files", "a/b.txt", Buffer.from("hello"));
  const secret = first.parameters.value("/stage/signing-key");
  const { accessKeyId, secretAccessKey } = first.credentials;
  await first.stop();

  const second = await startStage({ assembly: templates, dir });
  await second.engine.call("PutItem", item(second.tables.Records, "after"));
  await second.idle();
  const names = seen<Event>(second, "reader").flatMap((event) =>
    event.Records.map((one) => one.dynamodb?.Keys.sk.S),
  );
  expect(names).toEqual(["after"]);
  const { Count } = await second.engine.call<{ Count: number }>("Scan", { TableName: second.tables.Records });
  expect(Count).toBe(2);
  expect(
    second
      .queue("Later")
      .messages()
      .map((one) => one.body),
  ).toEqual(["kept"]);
  expect((await second.storage.get("files", "a/b.txt"))?.body.toString()).toBe("hello");
  expect(second.parameters.value("/stage/signing-key")).toBe(secret);
  expect(second.credentials).toMatchObject({ accessKeyId, secretAccessKey });
  await second.stop();
});

test("what a stopped stage had in hand comes again at its next start", async () => {
  const dir = folder();
  const templates = assembly({
    functions: {
      worker: recording("await new Promise((done) => setTimeout(done, process.env.SLOW ? 60_000 : 0));"),
    },
    resources: { Jobs: queue({ VisibilityTimeout: 900 }), Source: mapping("worker", getAtt("Jobs")) },
  });
  const first = await startStage({ assembly: templates, dir });
  first.overrideEnvironment("worker", { SLOW: "1" });
  const held = new Promise<void>((resolve) => {
    first.intercept(({ action }) => {
      if (action === "ReceiveMessage") resolve();
    });
  });
  first.queue("Jobs").send("in hand");
  await held;
  await first.stop();

  const second = await startStage({ assembly: templates, dir });
  await second.idle();
  expect(seen<Event>(second, "worker").map((event) => event.Records[0]?.body)).toEqual(["in hand"]);
  await second.stop();
});

test("a new bundle is loaded by the next invocation", async () => {
  const templates = assembly({ functions: { greet: "export const handler = async () => 'one';" } });
  const stage = await startStage({ assembly: templates });
  expect(await stage.invoke("greet")).toBe("one");
  writeFileSync(join(templates, "asset.greet", "index.mjs"), "export const handler = async () => 'two';");
  expect(await stage.invoke("greet")).toBe("one");
  stage.restartFunction("greet");
  expect(await stage.invoke("greet")).toBe("two");
  await stage.stop();
});

test("a bundle that is made when it is asked for is waited for, by everybody, and made once", async () => {
  const templates = assembly({ functions: { greet: "export const handler = async () => 'one';" } });
  const stage = await startStage({ assembly: templates });
  expect(await stage.invoke("greet")).toBe("one");
  let made = 0;
  const bundle = (text: string) => async () => {
    made++;
    await new Promise((resolve) => setImmediate(resolve));
    writeFileSync(
      join(templates, "asset.greet", "index.mjs"),
      `export const handler = async () => '${text}';`,
    );
    stage.restartFunction("greet");
  };
  stage.renewFunction("greet", bundle("two"));
  expect(made).toBe(0);
  const answers = await Promise.all([stage.invoke("greet"), stage.invoke("greet")]);
  expect([...answers, made]).toEqual(["two", "two", 1]);
  expect([await stage.invoke("greet"), made]).toEqual(["two", 1]);
  stage.renewFunction("greet", bundle("never"));
  stage.renewFunction("greet", bundle("three"));
  expect([await stage.invoke("greet"), made]).toEqual(["three", 2]);
  await stage.stop();
});

test("a table that gained an index gets it, one with other keys is refused", async () => {
  const dir = folder();
  const attributes = (...names: string[]) =>
    names.map((AttributeName) => ({ AttributeName, AttributeType: "S" }));
  const first = await startStage({ assembly: assembly({ resources: { Records: table() } }), dir });
  const name = first.tables.Records;
  const plain = item(name, "a");
  await first.engine.call("PutItem", { ...plain, Item: { ...plain.Item, gsi1pk: { S: "x" } } });
  await first.stop();
  const indexed = table({
    AttributeDefinitions: attributes("pk", "sk", "gsi1pk"),
    GlobalSecondaryIndexes: [
      {
        IndexName: "gsi1",
        KeySchema: [{ AttributeName: "gsi1pk", KeyType: "HASH" }],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  });
  const second = await startStage({ assembly: assembly({ resources: { Records: indexed } }), dir });
  const found = await second.engine.call<{ Count: number }>("Query", {
    TableName: name,
    IndexName: "gsi1",
    KeyConditionExpression: "gsi1pk = :x",
    ExpressionAttributeValues: { ":x": { S: "x" } },
  });
  expect(found.Count).toBe(1);
  await second.stop();
  const other = table({
    KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    AttributeDefinitions: attributes("id"),
  });
  await expect(startStage({ assembly: assembly({ resources: { Records: other } }), dir })).rejects.toThrow(
    /other keys.*--fresh/,
  );
});
