/** Items of tomorrow in today's stream: they are parked, alone, and count once when code that knows them gets them. */
import { marshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import { contactItem, streamRecord } from "../projection/made.ts";
import { freshReports, type Stand } from "../projection/stand.ts";
import { deliver, type Handler } from "./deliver.ts";
import type { TestDoor } from "./door.ts";
import { tableFaults } from "./runs.ts";

const PEOPLE = 8;
const first = (n: number) => contactItem(n, { email: undefined });
const second = (n: number, more: object = {}) =>
  contactItem(n, { email: undefined, lifecycle: "customer", _v: 2, ...more });

/** Ways in which a newer Rapport writes what an older one can't read. */
const odd = [
  (n: number) => streamRecord(first(n), second(n, { _schema: 2 })),
  (n: number) => streamRecord(first(n), second(n, { _schema: undefined })),
  (n: number) => streamRecord(first(n), second(n, { __edb_e__: "patron" })),
];

export async function startParking(stand: Stand, door: TestDoor) {
  const { handler: project } = (await import("../../packages/functions/src/stream/project.ts")) as {
    handler: Handler;
  };
  const { recount } = await import("../../packages/core/src/projection/index.ts");
  for (let n = 0; n < PEOPLE; n++)
    await stand.engine.call("PutItem", {
      TableName: "records",
      Item: marshall(second(n), { removeUndefinedValues: true }),
    });

  return async (seed: number): Promise<void> => {
    await freshReports(stand);
    const chance = new Chance(seed);
    const unknown = new Map<StreamRecord, number>();
    const stream = Array.from({ length: PEOPLE }, (_, n) => {
      const change = chance.happens(0.3) ? odd[chance.between(0, 2)]!(n) : streamRecord(first(n), second(n));
      if (!isKnown(change)) unknown.set(change, n);
      return [streamRecord(undefined, first(n)), change];
    }).flat();
    door.inject({ seed, calls: tableFaults(seed).filter(({ fault }) => fault !== "fail") });
    const parked = await deliver(project, stream, door, seed);
    door.calm();
    for (const record of unknown.keys()) expect(parked, "what nobody knows is parked").toContain(record);
    // What only a fault kept out is handed over again by today's code.
    const known = [...new Set(parked)].filter((record) => !unknown.has(record));
    for (const record of known) await project({ Records: [record] });
    const { length } = await differences();
    if (unknown.size > 0) expect(length).toBeGreaterThan(0);
    // A day later comes the code that knows them, and the replay.
    for (const n of unknown.values()) await project({ Records: [streamRecord(first(n), second(n))] });
    expect(await differences()).toEqual([]);
    await stand.engine.call("DeleteTable", { TableName: process.env.REPORTS_TABLE });
  };

  async function differences(): Promise<unknown[]> {
    const answer = await recount({ compare: true });
    if (!answer.done) throw new Error("The comparison had time for all.");
    return answer.differences ?? [];
  }
}

function isKnown({ dynamodb }: StreamRecord): boolean {
  const image = dynamodb?.NewImage as Record<string, { N?: string; S?: string }>;
  return image._schema?.N === "1" && image.__edb_e__?.S === "contact";
}
