import { getMany, type Key } from "../aws/statement.ts";
import type { Image } from "../fact/index.ts";
import * as Context from "../kernel/context.ts";
import * as Segment from "../segment/index.ts";
import { nameOf } from "./mark.ts";

/**
 * Who enters and leaves live segments: one write a flip. `stale` names the items of which a newer state is known than
 * the batch holds; for these Records is asked, so that an old change which comes late never undoes a newer one.
 */
export async function follow(images: readonly Image[], stale: ReadonlySet<string>): Promise<void> {
  const contacts = images.filter((image) => image.isRecord && image.kind === "contact");
  for (const [workspaceId, own] of Map.groupBy(contacts, (image) => image.workspaceId)) {
    const segments = await Segment.live(workspaceId);
    if (segments.length === 0) continue;
    const byContact = Map.groupBy(own, (image) => nameOf(image.key));
    const late = [...byContact]
      .filter(([name]) => stale.has(name))
      .map(([, [image]]) => (image as Image).key);
    const turns = [...byContact].filter(([name]) => !stale.has(name)).map(([, changes]) => turnOf(changes));
    const now = Context.now();
    const flips = turns.flatMap(({ before, after }) => Segment.flips(before, after, segments, now));
    await Segment.apply([...flips, ...(await settled(late, segments))]);
    await Segment.remind(turns, segments, now);
  }
}

/** From before the first of these changes to after the last. */
function turnOf(changes: Image[]): Segment.Turn {
  const inOrder = changes.toSorted((a, b) => a.rank - b.rank);
  const state = (item: unknown) => item as Segment.Image | undefined;
  return { before: state(inOrder[0]?.before), after: state(inOrder.at(-1)?.after) };
}

/** What is so for these contacts now, whatever it was; nothing for those that are gone, whose removal told it. */
async function settled(keys: Key[], segments: Segment.Live[]): Promise<Segment.Flip[]> {
  const contacts = (await getMany(keys)) as Segment.Image[];
  return contacts.flatMap((contact) => {
    const inside = Segment.flips(undefined, contact, segments, Context.now());
    const outside = segments.filter((segment) => !inside.some((flip) => flip.segmentId === segment.id));
    return [
      ...inside,
      ...outside.map(({ workspaceId, id, generation }) => ({
        workspaceId,
        segmentId: id,
        generation,
        contactId: contact.id,
        createdAt: contact.createdAt,
        version: contact._v,
        kind: "leave" as const,
      })),
    ];
  });
}
