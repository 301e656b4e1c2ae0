import { attributesOf, type Readable } from "../kernel/filter.ts";
import { matches } from "../kernel/filter-evaluate.ts";
import type { Live } from "./roster.ts";
import { contactFields } from "./segment.fields.ts";

/** A stored contact, as the stream's images have it. */
export type Image = Readable & {
  ownerId?: string;
  teamId?: string;
  workspaceId: string;
  id: string;
  shelf: string;
  createdAt: string;
  _v: number;
};

/** Somebody enters or leaves a segment: one write. */
export type Flip = {
  workspaceId: string;
  segmentId: string;
  generation: number;
  contactId: string;
  createdAt: string;
  /** The contact's version that decided: an older one never undoes it. */
  version: number;
  kind: "enter" | "leave";
};

export function belongs(segment: Pick<Live, "filter">, image: Image | undefined, now: Date): boolean {
  return image?.shelf === "live" && matches(segment.filter, image, contactFields, now);
}

const watched = new WeakMap<object, Set<string>>();
function attributes(segment: Live): Set<string> {
  let names = watched.get(segment.filter);
  if (!names) {
    names = attributesOf(segment.filter, contactFields).add("shelf");
    watched.set(segment.filter, names);
  }
  return names;
}

/** Whether a change can matter to a segment: its filter names an attribute that changed. */
export function concerns(segment: Live, before: Image | undefined, after: Image | undefined): boolean {
  if (!before || !after) return true;
  return [...attributes(segment)].some(
    (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
}

/**
 * What a change of one contact does to live segments: pure, nothing is read. Only segments whose filter names a
 * changed attribute are evaluated. A batch may be folded: `before` of the first change, `after` of the last.
 */
export function flips(
  before: Image | undefined,
  after: Image | undefined,
  segments: readonly Live[],
  now: Date,
): Flip[] {
  const image = after ?? before;
  if (!image) return [];
  return segments.flatMap((segment): Flip[] => {
    if (!concerns(segment, before, after)) return [];
    const [was, is] = [belongs(segment, before, now), belongs(segment, after, now)];
    return was === is ? [] : [flip(segment, image, is)];
  });
}

export function flip(segment: Omit<Live, "filter">, image: Image, enters: boolean): Flip {
  return {
    workspaceId: segment.workspaceId,
    segmentId: segment.id,
    generation: segment.generation,
    contactId: image.id,
    createdAt: image.createdAt,
    version: image._v,
    kind: enters ? "enter" : "leave",
  };
}
