/** Verbs under faults: whatever a caller is told, each write is there once or not at all. */
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { newId } from "@rapport/core/kernel/id";
import { expect } from "vitest";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import { as } from "../core.ts";
import type { Stand } from "../projection/stand.ts";
import type { TestDoor } from "./door.ts";
import { tableFaults } from "./runs.ts";

type Item = Record<string, unknown>;
type States = { before: Item | undefined; after: Item | undefined }[];

/** What happened to each item since the last look, oldest first. */
async function changes(stand: Stand): Promise<Map<string, States>> {
  const read = (image: unknown) => (image ? (unmarshall(image as never) as Item) : undefined);
  const all = (await stand.records()).map(({ dynamodb }) => ({
    before: read(dynamodb?.OldImage),
    after: read(dynamodb?.NewImage),
  }));
  return Map.groupBy(all, ({ before, after }) => `${(after ?? before)?.pk} ${(after ?? before)?.sk}`);
}

export async function startWrites(stand: Stand, door: TestDoor) {
  const Contact = await import("../../packages/core/src/contact/index.ts");
  const Deal = await import("../../packages/core/src/deal/index.ts");
  const Pipeline = await import("../../packages/core/src/pipeline/index.ts");

  return async (seed: number): Promise<void> => {
    const here = { workspaceId: newId("workspace") };
    const sales = <T>(run: () => Promise<T>) => as("sales", run, here);
    await as("admin", () => Pipeline.createDefault("EUR"), here);
    const { id } = await sales(() => Contact.create({ firstName: "Ada", email: "first@fault.example" }));
    door.inject({ seed, calls: tableFaults(seed) });
    const chance = new Chance(seed + 1);
    const told = new Map<string, boolean>();
    for (let n = 0; n < 4; n++) {
      const mark = `mark-${n}`;
      const email = `m${chance.between(0, 2)}@fault.example`;
      const deeds: (() => Promise<unknown>)[] = [
        () => Contact.create({ firstName: mark, email }),
        () => Contact.edit({ id, firstName: mark }),
        () => as("system", () => Deal.create({ name: mark }), here),
        () => Contact.edit({ id, firstName: mark, email }),
        () => Contact.remove({ id }).then(() => Contact.restore({ id })),
      ];
      const kind = chance.between(0, deeds.length - 1);
      const ok = await sales(deeds[kind]!).then(
        () => true,
        () => false,
      );
      if (kind < 4) told.set(mark, ok);
      door.revive();
    }
    door.calm();
    expectOnce(await changes(stand), told);
  };
}

const isRecord = (item: Item) => item.__edb_e__ === "contact" || item.__edb_e__ === "deal";
const markOf = (item: Item | undefined) => item?.firstName ?? item?.name;

function expectOnce(items: Map<string, States>, told: Map<string, boolean>): void {
  const appeared = new Map<unknown, number>();
  const guards = new Map<string, unknown>();
  const held = new Map<string, unknown>();
  for (const [key, states] of items) {
    const last = states.at(-1)?.after;
    const first = states[0]?.after ?? {};
    const guarded = /#unique#contact-email#(.+) unique$/.exec(key)?.[1];
    if (guarded && last) guards.set(guarded, last.holder);
    if (!isRecord(first)) continue;
    // Each write counts the version on by one: one that landed twice would leave a gap or a repetition.
    expect(
      states.map(({ after }) => after?._v),
      key,
    ).toEqual(states.map((_, n) => n + 1));
    for (const { before, after } of states)
      if (markOf(before) !== markOf(after))
        appeared.set(markOf(after), (appeared.get(markOf(after)) ?? 0) + 1);
    if (last?.email && last.shelf === "live") held.set(String(last.email), last.id);
  }
  for (const [mark, ok] of told) {
    const times = appeared.get(mark) ?? 0;
    expect(times, `${mark}, of which its caller was told ${ok ? "that it is done" : "that it failed"}`).toBe(
      ok ? 1 : Math.min(times, 1),
    );
  }
  expect(Object.fromEntries(guards), "each address is held by the contact that has it").toEqual(
    Object.fromEntries(held),
  );
}
