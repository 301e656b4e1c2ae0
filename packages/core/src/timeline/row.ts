import { stamp } from "../aws/stamp.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import type { Entry } from "./timeline.schema.ts";

const SUMMARY = 200;

/** The row of one party's timeline: sorted by time, then by entry. */
export function rowKey(party: string, at: string, entryId: string, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#timeline#${party}`, sk: `${at}#${entryId}` };
}

export function putRow(party: string, entry: Entry): Write {
  const summary = entry.summary?.replace(/\s+/g, " ").trim().slice(0, SUMMARY);
  const item = { ...rowKey(party, entry.at, entry.entryId), ...entry, summary, _v: 1, ...stamp() };
  return { Put: { TableName: records(), Item: item } };
}

export function deleteRow(party: string, at: string, entryId: string): Write {
  return { Delete: { TableName: records(), Key: rowKey(party, at, entryId) } };
}
