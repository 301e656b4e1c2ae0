import { getMany, update } from "./statement.ts";
import { reports } from "./table.ts";

/**
 * Which copy of a workspace's derived data is read (`live`), and which one a rebuild fills meanwhile (`building`).
 * `project` writes both. One item of Reports: pk `w#WS#generation`, sk `generation`.
 */
export type Generations = { live: string; building?: string | undefined };

/** What a workspace starts with, without any item that says so. */
export const FIRST = "0";

export const generationKey = (workspaceId: string) => ({
  pk: `w#${workspaceId}#generation`,
  sk: "generation",
});

/** At most 100 workspaces: one BatchGetItem, strongly consistent. */
export async function generationsOf(workspaceIds: readonly string[]): Promise<Map<string, Generations>> {
  const found = new Map(workspaceIds.map((id): [string, Generations] => [id, { live: FIRST }]));
  if (workspaceIds.length === 0) return found;
  for (const item of await getMany(workspaceIds.map(generationKey), { table: reports() })) {
    const workspaceId = String(item.pk).split("#")[1] as string;
    found.set(workspaceId, { live: String(item.live), building: item.building as string | undefined });
  }
  return found;
}

export async function liveGeneration(workspaceId: string): Promise<string> {
  return (await generationsOf([workspaceId])).get(workspaceId)?.live ?? FIRST;
}

/** Starts a new generation, or finds the one that a rebuild left unfinished. */
export async function begin(workspaceId: string, name: string): Promise<string> {
  const { live, building } = (await generationsOf([workspaceId])).get(workspaceId) as Generations;
  if (building) return building;
  const result = await update(generationKey(workspaceId), {
    table: reports(),
    set: { live, building: name },
    upsert: true,
  }).run();
  if (!result.ok) throw new Error(`The generation ${name} of ${workspaceId} could not be started.`);
  return name;
}

/** From now on the generation is read; resolves with the one that was read before. */
export async function flip(workspaceId: string, generation: string): Promise<string> {
  const { live } = (await generationsOf([workspaceId])).get(workspaceId) as Generations;
  const result = await update(generationKey(workspaceId), {
    table: reports(),
    set: { live: generation, building: null },
    equal: { live, building: generation },
  }).run();
  if (!result.ok)
    throw new Error(`The generation ${generation} of ${workspaceId} is not the one being built.`);
  return live;
}
