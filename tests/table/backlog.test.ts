import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as fc from "fast-check";
import { describe, expect, it, onTestFinished } from "vitest";
import { createEngine, type Engine } from "../../packages/local/src/table/index.ts";
import { key, records } from "./stand.ts";

const TableName = "Records";

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "backlog-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  return path;
}

function engineOn(file: string): Engine {
  const engine = createEngine({ file, sweepMs: 0 });
  onTestFinished(() => engine.close());
  return engine;
}

/** The files as they lie there this moment: what a kill would leave. */
function left(file: string, to: string): string {
  for (const end of ["", "-wal"]) if (existsSync(file + end)) copyFileSync(file + end, to + end);
  return to;
}

const item = (n: number, owner: string) => ({
  ...key(`p${n}`),
  owner: { S: owner },
  group: { S: "g" },
  rank: { N: String(n) },
});
const put = (engine: Engine, n: number, owner: string) =>
  engine.call("PutItem", { TableName, Item: item(n, owner) });

/** Whom an index lists, in its order. */
async function listed(engine: Engine, owner: string): Promise<string[]> {
  const { Items } = await engine.call<{ Items: { pk: { S: string } }[] }>("Query", {
    TableName,
    IndexName: "byOwner",
    KeyConditionExpression: "#o = :o",
    ExpressionAttributeNames: { "#o": "owner" },
    ExpressionAttributeValues: { ":o": { S: owner } },
  });
  return Items.map(({ pk }) => pk.S);
}

describe("what waits for an index", () => {
  it("is there after a kill, though nobody had asked for it", async () => {
    const at = folder();
    const engine = engineOn(join(at, "a.db"));
    await engine.call("CreateTable", records);
    for (let n = 0; n < 30; n++) await put(engine, n, n % 2 ? "ann" : "bob");
    await engine.call("DeleteItem", { TableName, Key: key("p1") });
    await put(engine, 3, "bob");
    const after = engineOn(left(join(at, "a.db"), join(at, "b.db")));
    expect(await listed(after, "ann")).toHaveLength(13);
    expect(await listed(after, "bob")).toHaveLength(16);
    expect(await listed(after, "bob")).toEqual(await listed(engine, "bob"));
  });

  it("is undone with a group that fails, and what waited before it stays", async () => {
    const engine = engineOn(join(folder(), "a.db"));
    await engine.call("CreateTable", records);
    await put(engine, 1, "ann");
    const bad = {
      TableName,
      get Item(): never {
        throw new Error("a fault of the engine's own");
      },
    };
    const group = await Promise.allSettled([put(engine, 2, "ann"), engine.call("PutItem", bad)]);
    expect(group.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(await listed(engine, "ann")).toEqual(["p1"]);
    await put(engine, 2, "ann");
    expect(await listed(engine, "ann")).toEqual(["p1", "p2"]);
  });

  it("goes into its tree by itself when there is much of it", async () => {
    const at = folder();
    const engine = engineOn(join(at, "a.db"));
    await engine.call("CreateTable", records);
    for (let n = 0; n < 4000; n += 25)
      await engine.call("BatchWriteItem", {
        RequestItems: {
          [TableName]: Array.from({ length: 25 }, (_, i) => ({ PutRequest: { Item: item(n + i, "ann") } })),
        },
      });
    const file = new DatabaseSync(left(join(at, "a.db"), join(at, "b.db")));
    const entered = file.prepare("SELECT name FROM sqlite_master WHERE name LIKE 't%index%'").all() as {
      name: string;
    }[];
    const counts = entered.map(
      ({ name }) => file.prepare(`SELECT count(*) AS n FROM ${name}`).get()?.n as number,
    );
    file.close();
    // Three indexes of 4,000 items: 12,000 changes, of which at most 8,192 wait.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(8192);
    expect(await listed(engine, "ann")).toHaveLength(4000);
  });

  it("is laid out anew in a file from before", async () => {
    const at = join(folder(), "a.db");
    const engine = createEngine({ file: at, sweepMs: 0 });
    await engine.call("CreateTable", records);
    for (let n = 0; n < 5; n++) await put(engine, n, "ann");
    engine.close();
    const file = new DatabaseSync(at);
    file.exec("DELETE FROM meta WHERE name = 'layout'; UPDATE t1index2 SET k = x'00' || k");
    file.close();
    expect(await listed(engineOn(at), "ann")).toEqual(["p0", "p1", "p2", "p3", "p4"]);
  });

  it("gives at any time what the items themselves say", async () => {
    const owners = ["ann", "bob"];
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.record({ put: fc.nat(9), owner: fc.constantFrom(...owners) }) },
      { weight: 2, arbitrary: fc.record({ gone: fc.nat(9) }) },
      { weight: 1, arbitrary: fc.record({ ask: fc.constantFrom(...owners) }) },
      { weight: 1, arbitrary: fc.record({ kill: fc.constant(true) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const at = mkdtempSync(join(tmpdir(), "backlog-"));
        let file = join(at, "0.db");
        let engine = createEngine({ file, sweepMs: 0 });
        try {
          await engine.call("CreateTable", records);
          const model = new Map<number, string>();
          const expected = (owner: string) =>
            [...model]
              .filter(([, of]) => of === owner)
              .map(([n]) => `p${n}`)
              .sort();
          for (const [place, one] of steps.entries()) {
            if ("put" in one) {
              await put(engine, one.put, one.owner);
              model.set(one.put, one.owner);
            } else if ("gone" in one) {
              await engine.call("DeleteItem", { TableName, Key: key(`p${one.gone}`) });
              model.delete(one.gone);
            } else if ("ask" in one) expect(await listed(engine, one.ask)).toEqual(expected(one.ask));
            else {
              file = left(file, join(at, `${place + 1}.db`));
              engine.close();
              engine = createEngine({ file, sweepMs: 0 });
            }
          }
          for (const owner of owners) expect(await listed(engine, owner)).toEqual(expected(owner));
        } finally {
          engine.close();
          rmSync(at, { recursive: true });
        }
      }),
      { numRuns: 40 },
    );
  });
});
