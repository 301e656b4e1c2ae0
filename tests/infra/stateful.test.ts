import { describe, expect, test } from "vitest";
import { keptBy, refusals, snapshot } from "./stateful.ts";
import { synth } from "./synth.ts";

describe("what a stage keeps", () => {
  test("is what the snapshot says (a change on purpose: node tests/infra/stateful.ts)", async () => {
    expect(keptBy((await synth("production")).all)).toEqual(snapshot());
  });

  test("has the same ids in every stage", async () => {
    expect(Object.keys(keptBy((await synth("dev")).all))).toEqual(Object.keys(snapshot()));
  });

  test("can't change two indexes at once", () => {
    const after = snapshot();
    delete after.Records!.indexes!.gsi5;
    expect(refusals(snapshot(), after)).toEqual([]);
    after.Records!.indexes!.gsi9 = { KeySchema: [] };
    expect(refusals(snapshot(), after)).toEqual([
      "Records changes gsi5, gsi9: a table takes one index change a deployment.",
    ]);
  });

  test("can't be replaced or forgotten", () => {
    const other = snapshot();
    other.Records!.keys = [{ AttributeName: "id", KeyType: "HASH" }];
    expect(refusals(snapshot(), other)).toHaveLength(1);
    const { History, ...rest } = snapshot();
    expect(History).toBeDefined();
    expect(refusals(snapshot(), rest)).toHaveLength(1);
    expect(refusals(rest, snapshot())).toEqual([]);
  });
});
