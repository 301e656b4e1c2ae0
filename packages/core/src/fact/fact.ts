import { type Changed, changedBetween, within } from "./changed.ts";
import { deriveId } from "./derive.ts";
import type { Image } from "./image.ts";
import { registry } from "./registry.ts";

/** The detail of an event on the bus; its detail-type is `type`. Consumers compare `subject.version`: the bus is unordered. */
export type Fact = {
  id: string;
  workspaceId: string;
  /** `contact.created`, `deal.won` … */
  type: string;
  at: string;
  /** Id of the member, job or reaction that did it. */
  actor: string;
  /** Request, event or job that led to it. */
  cause: string;
  depth: number;
  /** Done by an import or a migration: automation leaves it alone. */
  silent: boolean;
  subject: { noun: string; id: string; version: number };
  changed: Changed;
  schema: 1;
};

/** A chain of reactions ends here: deeper changes are kept, but cause nothing. */
export const MAX_DEPTH = 8;
/** EventBridge takes 256 KB a call; a detail of ours stays well below so that ten fit on most days. */
const EVENT_BYTES = 64_000;

/** What a change of a record is called, and nothing for what happens within the trash. */
export function turnOf(image: Image): "created" | "updated" | "removed" | "restored" | undefined {
  const was = image.before?.shelf === "live";
  const is = image.after?.shelf === "live";
  if (is && !image.before) return "created";
  if (is) return was ? "updated" : "restored";
  return was ? "removed" : undefined;
}

/** The facts that a change states. None beyond the depth limit, and none of an erasure, which leaves no trace. */
export function factsOf(image: Image): Fact[] {
  const item = image.after ?? image.before;
  if (!image.isRecord || !item || item._cause === "erase" || Number(item._depth ?? 0) > MAX_DEPTH) return [];
  const turn = turnOf(image);
  const all = changedBetween(image.kind, image.before, image.after);
  const plain = turn && (turn !== "updated" || Object.keys(all).length > 0) ? [`${image.kind}.${turn}`] : [];
  const more = registry[image.kind]?.(image.before, image.after) ?? [];
  const changed = within(EVENT_BYTES - 2_000, all);
  const at = String(item._at);
  return [...new Set([...plain, ...more])].map((type) => ({
    id: deriveId("event", at, image.key.pk, image.key.sk, image.rank, type),
    workspaceId: image.workspaceId,
    type,
    at,
    actor: String(item._by),
    cause: String(item._cause),
    depth: Number(item._depth ?? 0),
    silent: item._silent === true,
    subject: { noun: image.kind, id: image.id, version: image.version },
    changed,
    schema: 1,
  }));
}
