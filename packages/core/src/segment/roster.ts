import { stamp } from "../aws/stamp.ts";
import { queryAll } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import type { Filter } from "../kernel/filter.ts";

/** What the stream must know of a live segment, in the same transaction as the segment: one row each, pk `w#WS#segments`. */
export type Live = { workspaceId: string; id: string; generation: number; filter: Filter };

export const MAX_LIVE = 200;
const partition = (workspaceId: string) => `w#${workspaceId}#segments`;

export function enlist(id: string, generation: number, filter: Filter): Write {
  const workspaceId = Actor.workspaceId();
  const item = {
    pk: partition(workspaceId),
    sk: id,
    workspaceId,
    id,
    generation,
    filter,
    _v: generation,
    ...stamp(),
  };
  return { Put: { TableName: records(), Item: item } };
}

export function strike(id: string): Write {
  return { Delete: { TableName: records(), Key: { pk: partition(Actor.workspaceId()), sk: id } } };
}

/**
 * The live segments of a workspace: 1 consistent Query. Read it after the changes that are to be evaluated: a segment
 * that came later finds them by itself, when its job fills it.
 */
export async function live(workspaceId: string): Promise<Live[]> {
  const rows: unknown[] = [];
  for await (const row of queryAll({ pk: partition(workspaceId), consistent: true })) rows.push(row);
  return rows as Live[];
}
