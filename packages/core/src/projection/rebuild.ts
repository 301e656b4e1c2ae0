import { deleteAll } from "../aws/batch.ts";
import { begin, flip, generationsOf } from "../aws/generation.ts";
import type { Key } from "../aws/statement.ts";
import { records, reports } from "../aws/table.ts";
import { imageBetween } from "../fact/index.ts";
import { newId } from "../kernel/id.ts";
import { apply } from "./apply.ts";
import { type Position, scan } from "./scan.ts";
import { type Source, sourceOf } from "./source.ts";

/** Between two slices; plain JSON. `generations`: workspace → the generation that is being filled. */
export type State = {
  phase: "fill" | "sweep";
  name: string;
  generations: Record<string, string>;
  position: Position;
};

export const start = (): State => ({
  phase: "fill",
  name: newId("job"),
  generations: {},
  position: { segment: 0 },
});

/**
 * Fills a new generation of every workspace's derived data from Records, page by page, while `project` writes both;
 * then flips to it and sweeps out the old one. Resolves with where to go on, and with nothing at the end. A slice that
 * died is repeated from the state before it.
 */
export async function slice(state: State, workspaceId: string | undefined): Promise<State | undefined> {
  return state.phase === "fill" ? fill(state, workspaceId) : sweep(state, workspaceId);
}

async function fill(state: State, workspaceId: string | undefined): Promise<State> {
  const generations = { ...state.generations };
  let page = await scan(records(), workspaceId, state.position);
  const found = new Set(page.items.map((item) => String(item.pk).split("#")[1] as string));
  const fresh = [...found].filter((id) => !generations[id]);
  for (const id of fresh) generations[id] = await begin(id, state.name);
  // What was read before its generation began may have changed unseen by `project`: read it again.
  if (fresh.length > 0) page = await scan(records(), workspaceId, state.position);
  const sources = page.items.flatMap((item) => sourceOf(imageBetween(undefined, item)) ?? []);
  const started = sources.filter((source) => generations[source.workspaceId]);
  const byGeneration = Map.groupBy(started, (source) => generations[source.workspaceId] as string);
  for (const [generation, own] of byGeneration)
    for (let start = 0; start < own.length; start += 100)
      await apply(generation, own.slice(start, start + 100) as Source[], { fresh: true });
  if (page.next) return { ...state, generations, position: page.next };
  for (const [id, generation] of Object.entries(generations)) await flipOnce(id, generation);
  return { ...state, generations, phase: "sweep", position: { segment: 0 } };
}

async function flipOnce(workspaceId: string, generation: string): Promise<void> {
  const now = (await generationsOf([workspaceId])).get(workspaceId);
  if (now?.live !== generation) await flip(workspaceId, generation);
}

/** Deletes what belongs to generations that nobody reads or fills. */
async function sweep(state: State, workspaceId: string | undefined): Promise<State | undefined> {
  const page = await scan(reports(), workspaceId, state.position);
  const gone = page.items.filter(({ pk }) => {
    const [, id, kind, generation] = String(pk).split("#");
    const derived = kind === "mark" || kind === "sum" || kind === "word";
    return (
      derived &&
      state.generations[id as string] !== undefined &&
      state.generations[id as string] !== generation
    );
  });
  await deleteAll(reports(), gone as Key[]);
  return page.next && { ...state, position: page.next };
}
