import { getMany, type Item } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Image } from "../fact/index.ts";
import * as Context from "../kernel/context.ts";
import * as Segment from "../segment/index.ts";
import type { Difference } from "./compare.ts";
import { itemsOf, nameOf } from "./mark.ts";

/** Live segments that a job has finished filling, by workspace. */
async function ready(workspaceIds: Iterable<string>): Promise<Map<string, Segment.Live[]>> {
  const found = new Map<string, Segment.Live[]>();
  for (const workspaceId of new Set(workspaceIds)) {
    const live = await Segment.live(workspaceId);
    const keys = live.map(({ id }) => ({ pk: `w#${workspaceId}#segment#${id}`, sk: "segment" }));
    const states = new Map((await getMany(keys)).map((item) => [String(item.id), item.state]));
    found.set(
      workspaceId,
      live.filter(({ id }) => states.get(id) === "ready"),
    );
  }
  return found;
}

const belongs = (segment: Segment.Live, contact: Item) =>
  Segment.flips(undefined, contact as unknown as Segment.Image, [segment], Context.now()).length > 0;

/** Whether each contact is in the segments whose filter it fits, and each member fits its segment's filter. */
export async function check(
  images: readonly Image[],
): Promise<{ counted: number; differences: Difference[] }> {
  const contacts = images.filter((image) => image.isRecord && image.kind === "contact");
  const members = images.filter(
    (image) => !image.isRecord && image.kind === "segment" && image.after?.contactId,
  );
  const segments = await ready([...contacts, ...members].map((image) => image.workspaceId));
  return {
    counted: members.length,
    differences: [...(await missing(contacts, segments)), ...(await extra(members, segments))],
  };
}

async function missing(contacts: Image[], segments: Map<string, Segment.Live[]>): Promise<Difference[]> {
  const wanted = contacts.flatMap(({ workspaceId, after }) =>
    (segments.get(workspaceId) ?? [])
      .filter((segment) => belongs(segment, after as Item))
      .map(({ id, generation }) => ({
        pk: `w#${workspaceId}#segment#${id}#${generation}#0`,
        sk: `${after?.createdAt}#${after?.id}`,
      })),
  );
  const found = await itemsOf(wanted, records());
  return wanted
    .filter((key) => !found.has(nameOf(key)))
    .map(({ pk, sk }) => ({ what: "member", at: `${pk} ${sk}`, expected: true, found: false }));
}

async function extra(members: Image[], segments: Map<string, Segment.Live[]>): Promise<Difference[]> {
  const rows = members.flatMap(({ workspaceId, key, after }) => {
    const segment = segments
      .get(workspaceId)
      ?.find(({ id, generation }) => key.pk.startsWith(`w#${workspaceId}#segment#${id}#${generation}#`));
    return segment
      ? [{ segment, key, contact: { pk: `w#${workspaceId}#contact#${after?.contactId}`, sk: "contact" } }]
      : [];
  });
  const found = await itemsOf(
    [...new Map(rows.map(({ contact }) => [contact.pk, contact])).values()],
    records(),
  );
  return rows
    .filter(({ segment, contact }) => {
      const item = found.get(nameOf(contact));
      return !item || !belongs(segment, item);
    })
    .map(({ key }) => ({ what: "member", at: `${key.pk} ${key.sk}`, expected: false, found: true }));
}
