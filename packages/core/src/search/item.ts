import { reports } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import type { Entry } from "./entry.ts";

type Where = { workspaceId: string; generation: string };
type Which = { noun: string; id: string };

/**
 * A partition holds the words of a workspace that begin with the same two letters. An import brings at most 500
 * records a second; should all share one mail domain, its partition takes the 1,000 writes a second that a key bears.
 */
export function wordPartition({ workspaceId, generation }: Where, word: string): string {
  return `w#${workspaceId}#word#${generation}#${[...word].slice(0, 2).join("")}`;
}

export function wordKey(where: Where, word: string, { noun, id }: Which) {
  return { pk: wordPartition(where, word), sk: `${word}#${noun}#${id}` };
}

export function wordItem(where: Where, word: string, which: Which, entry: Entry) {
  const { noun, id } = which;
  return { ...wordKey(where, word, which), noun, id, ...entry };
}

/** The writes that turn the words of a record into those of a new entry: each word holds what all show, so all are written. */
export function wordWrites(where: Where, which: Which, before: readonly string[], entry: Entry): Write[] {
  const table = reports();
  const kept = new Set(entry.words);
  const gone = before.filter((word) => !kept.has(word));
  return [
    ...entry.words.map((word) => ({ Put: { TableName: table, Item: wordItem(where, word, which, entry) } })),
    ...gone.map((word) => ({ Delete: { TableName: table, Key: wordKey(where, word, which) } })),
  ];
}
