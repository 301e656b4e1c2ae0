import type { keep } from "./record.ts";
import type { Base, Shelf } from "./shape.ts";

const AT_ONCE = 8;

/** The records of one noun that a person owns: whose team sees them follows the person. */
export function owned<Fields extends object>({ noun, page, move }: ReturnType<typeof keep<Fields>>) {
  /** A page of what an owner has joins that person's team. `moved` are those that did not stand there already. */
  async function follow(
    ownerId: string,
    teamId: string | null,
    shelf: Shelf,
    input: { limit: number; cursor?: string | undefined },
  ): Promise<{ cursor: string | undefined; seen: number; moved: number }> {
    const isStray = (one: Base) => one.ownerId === ownerId && (one.teamId ?? null) !== teamId;
    const join = (one: Base) => (isStray(one) ? { teamId } : {}) as Record<never, never>;
    const { items, cursor } = await page("gsi2", [noun, shelf, "owner", ownerId], input);
    const strays = items.filter(isStray);
    for (let start = 0; start < strays.length; start += AT_ONCE)
      await Promise.all(strays.slice(start, start + AT_ONCE).map(({ id }) => move(id, shelf, join)));
    return { cursor, seen: items.length, moved: strays.length };
  }
  return { follow };
}
