import { request } from "node:http";
import { describe, expect, test } from "vitest";
import { freshStage, withStage } from "./helper.ts";

describe("a stage of the real templates", () => {
  const stage = withStage();

  test("answers the API's health through the app's front", async () => {
    const answer = await fetch(`${stage.url}/api/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({ status: "ok" });
  });

  test("has the tables, buckets and functions of the templates", () => {
    expect(Object.keys(stage.tables)).toEqual(expect.arrayContaining(["Records", "Reports", "History"]));
    expect(Object.keys(stage.buckets)).toEqual(expect.arrayContaining(["Files", "FailureBucket", "Web"]));
    expect(stage.functions()).toEqual(expect.arrayContaining(["Api", "Open", "Relay", "Project"]));
  });

  test("refuses a host name that isn't its own", async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const asked = request(`${stage.url}/api/health`, { headers: { host: "evil.example" } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      asked.on("error", reject);
      asked.end();
    });
    expect(status).toBe(421);
  });

  test("is ready within 300 ms once templates and bundles exist", async () => {
    const times: number[] = [];
    for (let round = 0; round < 5; round++) {
      const started = performance.now();
      const fresh = await freshStage();
      times.push(performance.now() - started);
      await fresh.stop();
    }
    // The machine may be busy with other tests; the stage's own share is what its best start took.
    expect(Math.min(...times)).toBeLessThan(300);
  });

  test("runs beside others in one process, each with its own tables", async () => {
    const [one, two] = await Promise.all([freshStage(), freshStage()]);
    const put = { TableName: one.tables.Reports, Item: { pk: { S: "w#1" }, sk: { S: "only-here" } } };
    await one.engine.call("PutItem", put);
    const key = { TableName: put.TableName, Key: put.Item };
    expect(await one.engine.call("GetItem", key)).toHaveProperty("Item");
    expect(await two.engine.call("GetItem", key)).not.toHaveProperty("Item");
    await Promise.all([one.stop(), two.stop()]);
  });
});
