import { putAll } from "../aws/batch.ts";
import type { Item } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import { deriveId, type Image } from "../fact/index.ts";
import { rowKey } from "../timeline/index.ts";

/** What happened to a record, as grey lines on the timelines of those it concerns. Worded by the client from `fact` and `values`. */
export type Moment = { fact: string; parties: string[]; values: Record<string, unknown> };

const momentsOf: Record<string, (before: Item | undefined, after: Item, id: string) => Moment[]> = {
  contact: (before, after, id) => {
    const moments: Moment[] = [];
    if (!before) {
      const fact = after.importId ? "contact.imported" : "contact.created";
      moments.push({ fact, parties: [id], values: { source: after.source, importId: after.importId } });
    } else if (before.lifecycle !== after.lifecycle) {
      const values = { from: before.lifecycle, to: after.lifecycle };
      moments.push({ fact: "contact.lifecycle-changed", parties: [id], values });
    }
    if (after.mergedInto && !before?.mergedInto)
      moments.push({ fact: "contact.merged", parties: [String(after.mergedInto)], values: { id } });
    return moments;
  },
  deal: (before, after, id) => {
    if (!before || before.stageId === after.stageId) return [];
    const fact = after.status === before.status || after.status === "open" ? "moved" : String(after.status);
    const contacts = (after.contacts ?? []) as { contactId: string }[];
    const parties = [id, after.companyId as string | undefined, ...contacts.map((one) => one.contactId)];
    const values = { id, name: after.name, amount: after.amount, from: before.stageId, to: after.stageId };
    return [
      {
        fact: `deal.${fact}`,
        parties: parties.filter((party) => party !== undefined),
        values: { ...values, lostReason: after.lostReason },
      },
    ];
  },
};

/** The rows that a change leaves; their keys come from the change, so a second run finds them there. */
export function rowsOf(image: Image): Item[] {
  const { before, after } = image;
  if (!image.isRecord || !after || after._cause === "erase" || (after.shelf !== "live" && !after.mergedInto))
    return [];
  const at = String(after._at);
  const moments = momentsOf[image.kind]?.(before, after, image.id) ?? [];
  return moments.flatMap(({ fact, parties, values }) => {
    const entryId = deriveId("event", at, image.key.pk, image.rank, fact);
    const stamp = {
      _by: after._by,
      _at: at,
      _cause: after._cause,
      _depth: after._depth,
      _silent: true,
      _schema: 1,
    };
    return [...new Set(parties)].map((party) => ({
      ...rowKey(party, at, entryId, image.workspaceId),
      kind: "system",
      entryId,
      at,
      title: fact,
      fact,
      values,
      by: after._by,
      _v: 1,
      ...stamp,
    }));
  });
}

/** A row that is written again is the same row: nothing changes, the stream says nothing. */
export const record = (images: readonly Image[]) => putAll(records(), images.flatMap(rowsOf));
