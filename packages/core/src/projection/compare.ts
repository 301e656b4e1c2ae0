import { isDeepStrictEqual } from "node:util";
import { generationsOf } from "../aws/generation.ts";
import type { Item, Key } from "../aws/statement.ts";
import { records, reports } from "../aws/table.ts";
import { imageBetween } from "../fact/index.ts";
import * as Search from "../search/index.ts";
import * as Members from "./compare-members.ts";
import { itemsOf, type Mark, marksOf, nameOf } from "./mark.ts";
import { type Position, scan } from "./scan.ts";
import { hashOf, type Source, sourceOf } from "./source.ts";
import { difference, type Sums, withoutZeros } from "./sums.ts";

/** One thing that is not as a recount of Records has it. */
export type Difference = { what: string; at: string; expected: unknown; found: unknown };

/** Between two slices; plain JSON. `expected` and `found`: `WORKSPACE|SCOPE|SORTKEY` → counters. */
export type State = {
  phase: "records" | "reports";
  position: Position;
  expected: Sums;
  found: Sums;
  counted: { records: number; sums: number; words: number; members: number };
  differences: Difference[];
};

export const start = (): State => ({
  phase: "records",
  position: { segment: 0 },
  expected: {},
  found: {},
  counted: { records: 0, sums: 0, words: 0, members: 0 },
  differences: [],
});

const SHOWN = 1_000;

/** Recounts a page of Records, or reads one of Reports; nothing is written. `done` when all was seen. */
export async function slice(
  state: State,
  workspaceId: string | undefined,
): Promise<{ state: State; done: boolean }> {
  const table = state.phase === "records" ? records() : reports();
  const page = await scan(table, workspaceId, state.position);
  const next: State = { ...state, counted: { ...state.counted }, differences: [...state.differences] };
  await (state.phase === "records" ? recount(page.items, next) : look(page.items, next));
  next.differences = next.differences.slice(0, SHOWN);
  if (page.next) return { state: { ...next, position: page.next }, done: false };
  if (state.phase === "records")
    return { state: { ...next, phase: "reports", position: { segment: 0 } }, done: false };
  return { state: settle(next), done: true };
}

async function recount(items: Item[], state: State): Promise<void> {
  const images = items.map((item) => imageBetween(undefined, item));
  const sources = images.flatMap((image) => sourceOf(image) ?? []);
  state.counted.records += sources.length;
  for (const { workspaceId, sums } of sources)
    for (const [address, add] of Object.entries(sums ?? {}))
      addTo(state.expected, `${workspaceId}|${address}`, add);
  for (const [generation, own] of await byGeneration(sources)) {
    const marks = await marksOf(generation, own);
    for (const source of own) state.differences.push(...wrongMark(source, marks.get(source) ?? {}));
    await checkWords(generation, own, state);
  }
  const members = await Members.check(images);
  state.counted.members += members.counted;
  state.differences.push(...members.differences);
}

async function byGeneration(sources: Source[]): Promise<Map<string, Source[]>> {
  const ids = [...new Set(sources.map((source) => source.workspaceId))];
  const generations = await generationsOf(ids);
  return Map.groupBy(sources, (source) => generations.get(source.workspaceId)?.live ?? "");
}

function wrongMark(source: Source, mark: Mark): Difference[] {
  const at = nameOf(source.key).replace("\n", " ");
  const wrong: Difference[] = [];
  const sums = withoutZeros(source.sums ?? {});
  if (source.sums && mark.rank !== source.rank)
    wrong.push({ what: "watermark", at, expected: source.rank, found: mark.rank });
  if (source.sums && !isDeepStrictEqual(withoutZeros(mark.sums ?? {}), sums))
    wrong.push({ what: "contribution", at, expected: sums, found: mark.sums });
  if (source.entry && mark.wordRank !== source.rank)
    wrong.push({ what: "word watermark", at, expected: source.rank, found: mark.wordRank });
  const none = !source.entry?.words.length;
  if (source.entry && (none ? mark.words?.length : mark.shown !== hashOf(source.entry)))
    wrong.push({ what: "words", at, expected: source.entry.words, found: mark.words });
  return wrong;
}

async function checkWords(generation: string, sources: Source[], state: State): Promise<void> {
  const wanted = new Map<string, Item>();
  for (const { workspaceId, noun, id, entry } of sources) {
    for (const word of entry?.words ?? []) {
      const item = Search.wordItem({ workspaceId, generation }, word, { noun, id }, entry as Search.Entry);
      wanted.set(nameOf(item), JSON.parse(JSON.stringify(item)) as Item);
    }
  }
  state.counted.words += wanted.size;
  const found = await itemsOf([...wanted.values()] as Key[], reports());
  for (const [name, item] of wanted)
    if (!isDeepStrictEqual(found.get(name), item))
      state.differences.push({
        what: "word",
        at: name.replace("\n", " "),
        expected: item,
        found: found.get(name),
      });
}

/** Adds up the sums that are read, and looks whether each word still belongs to a record that has it. */
async function look(items: Item[], state: State): Promise<void> {
  const parts = items.map((item) => ({ item, of: String(item.pk).split("#") }));
  const generations = await generationsOf([...new Set(parts.map(({ of }) => of[1] as string))]);
  const live = parts.filter(({ of }) => generations.get(of[1] as string)?.live === of[3]);
  for (const { item, of } of live.filter(({ of }) => of[2] === "sum")) {
    const { pk: _, sk, ...counters } = item;
    const key = String(sk).slice(0, String(sk).lastIndexOf("#"));
    addTo(state.found, `${of[1]}|${of.slice(4).join("#")}|${key}`, counters as Record<string, number>);
  }
  const words = live.filter(({ of }) => of[2] === "word");
  const holders = words.map(({ item, of }) => ({
    item,
    mark: { pk: `w#${of[1]}#mark#${of[3]}#${item.noun}#${item.id}`, sk: String(item.noun) },
  }));
  const marks = await itemsOf(
    [...new Map(holders.map(({ mark }) => [nameOf(mark), mark])).values()],
    reports(),
  );
  for (const { item, mark } of holders) {
    const word = String(item.sk).split("#")[0] as string;
    const held = marks.get(nameOf(mark))?.words as string[] | undefined;
    if (!held?.includes(word))
      state.differences.push({
        what: "word of nothing",
        at: `${item.pk} ${item.sk}`,
        expected: undefined,
        found: item,
      });
  }
}

function settle(state: State): State {
  const wrong = difference([[state.found, state.expected]]);
  const differences = Object.keys(wrong).map((at) => ({
    what: "sum",
    at,
    expected: withoutZeros({ at: state.expected[at] ?? {} }).at ?? 0,
    found: withoutZeros({ at: state.found[at] ?? {} }).at ?? 0,
  }));
  const counted = { ...state.counted, sums: Object.keys(withoutZeros(state.expected)).length };
  return { ...state, counted, differences: [...state.differences, ...differences].slice(0, SHOWN) };
}

function addTo(sums: Sums, address: string, add: Record<string, number>): void {
  const sum = sums[address] ?? {};
  sums[address] = sum;
  for (const [counter, value] of Object.entries(add)) sum[counter] = (sum[counter] ?? 0) + value;
}
