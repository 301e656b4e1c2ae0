import * as Actor from "../kernel/actor.ts";
import { Conflict, NotFound, Stale } from "../kernel/error.ts";
import { newId } from "../kernel/id.ts";
import type { ListInput, Page } from "../kernel/page.ts";
import { fromCursor, toCursor } from "./cursor.ts";
import { claim, type Guard, release } from "./guard.ts";
import { itemOf } from "./item.ts";
import type { Base, CreateOptions, EditOptions, Given, Index, PageOf, Shelf, Spec, Stored } from "./shape.ts";
import { stamp } from "./stamp.ts";
import { deleteIf, get, getMany, putOnce, query, update } from "./statement.ts";
import { Cancelled, transact, type Write } from "./transaction.ts";
import { takenBack, thrownAway } from "./trash.ts";

export type { Index, Keys, Shelf, Stored } from "./shape.ts";

/** Keeps one noun's records in the single table: keys, stamps, guards, versions, visibility, trash and paging, once for all nouns. */
export function keep<Fields extends object>(spec: Spec<Fields>) {
  type Item = Stored<Fields>;
  type Changes = { [K in keyof (Fields & Base)]?: (Fields & Base)[K] | null };
  const { noun } = spec;
  const scope = (): Actor.Scope => (spec.shared ? { kind: "all" } : Actor.scope());
  const sees = (record: Item) => spec.shared || Actor.sees(record);
  const keyed = new Set<string>(["ownerId", "teamId", "externalId", ...(spec.keyed ?? [])]);
  const item = itemOf(spec);
  const { at, recordKey, keysOf, guardsOf, flat, parse, fresh, creation } = item;

  function conflictOf(error: unknown, guards: Guard[], offset: number): unknown {
    if (!(error instanceof Cancelled)) return error;
    for (const [index, guard] of guards.entries()) {
      const refused = error.conditionOf(offset + index);
      if (!refused) continue;
      const field = guard.kind.slice(guard.kind.lastIndexOf("-") + 1);
      const existing = refused.item?.holder;
      return new Conflict(
        `Another ${noun} has the ${field} ${guard.value}. Open that one, or use another ${field}.`,
        {
          type: `duplicate-${field}`,
          ...(typeof existing === "string" ? { existing } : {}),
        },
      );
    }
    return error;
  }

  /** A new record and all that is written with it, to be written later, alone or with many others. */
  function draft(
    fields: Given<Fields>,
    options: CreateOptions<Item> = {},
  ): { record: Item; writes: Write[] } {
    const record = fresh(fields, options.id ?? newId(noun));
    const guarded = guardsOf(record).map((guard) => claim(guard, record.id));
    return { record, writes: [creation(record), ...guarded, ...(options.withRecord?.(record) ?? [])] };
  }

  /** One transaction: the record and its guards. @throws {Conflict} when something unique is taken. */
  async function create(fields: Given<Fields>, options: CreateOptions<Item> = {}): Promise<Item> {
    const { record, writes } = draft(fields, options);
    const guards = guardsOf(record);
    try {
      await transact(writes);
    } catch (error) {
      if (error instanceof Cancelled && error.conditionOf(0))
        throw new Conflict(`The ${noun} ${record.id} exists already.`, { existing: record.id });
      throw conflictOf(error, guards, 1);
    }
    return record;
  }

  /**
   * For jobs that bring in many: guards first, then the record, one write unit each instead of a transaction's two.
   * Safe to repeat with the same id. False when the record was there already. @throws {Conflict}
   */
  async function bring(fields: Given<Fields>, id: string): Promise<boolean> {
    const record = fresh(fields, id);
    const guards = guardsOf(record);
    for (const [place, guard] of guards.entries()) {
      const refused = await putOnce(claim(guard, id));
      if (!refused) continue;
      for (const held of guards.slice(0, place)) await deleteIf(release(held, id));
      throw conflictOf(
        new Cancelled([{ index: place, code: "ConditionalCheckFailed", item: refused }]),
        guards,
        0,
      );
    }
    return (await putOnce(creation(record))) === undefined;
  }

  /** One GetItem; also what is in the trash. */
  async function find(id: string): Promise<Item | undefined> {
    const item = await get(recordKey(id));
    return item && parse(item);
  }

  /** @throws {NotFound} when it is not there, in the trash, or not visible to the actor. */
  async function fromID(id: string): Promise<Item> {
    const record = await find(id);
    if (record?.shelf !== "live" || !sees(record)) throw new NotFound(noun, id);
    return record;
  }

  /** One BatchGetItem for each 100 ids; those not found or not visible are left out, order is kept. */
  async function fromIDs(ids: string[]): Promise<Item[]> {
    const items = (await getMany(ids.map(recordKey))).map(parse);
    const byId = new Map(items.map((item) => [item.id, item]));
    return ids.flatMap((id) => {
      const item = byId.get(id);
      return item && sees(item) ? [item] : [];
    });
  }

  function conditions(shelf: Shelf, version: number | undefined) {
    const part = scope();
    const equal: Record<string, unknown> = { shelf };
    if (version !== undefined) equal._v = version;
    if (part.kind === "own") equal.ownerId = part.ownerId;
    if (part.kind === "team") equal.teamId = part.teamId;
    return equal;
  }

  function refusal(before: Item | undefined, id: string, shelf: Shelf): Error {
    return before && before.shelf === shelf && sees(before) ? new Stale(noun, id) : new NotFound(noun, id);
  }

  function updateOf(id: string, changes: Record<string, unknown>, equal: Record<string, unknown>) {
    return update(recordKey(id), { set: { ...changes, ...stamp() }, add: { _v: 1 }, equal });
  }

  /** One UpdateItem where no key, guard or companion write is touched; else a read, and one write on the version read. */
  async function edit(id: string, changes: Changes, options: EditOptions = {}): Promise<Item> {
    const touched = Object.keys(changes).some((name) => keyed.has(name) || name === "shelf");
    if (!touched && !options.with?.length) {
      const result = await updateOf(id, changes, conditions("live", options.version)).run();
      if (result.ok) return parse(result.item);
      throw refusal(result.item && parse(result.item), id, "live");
    }
    return move(id, "live", () => changes, options);
  }

  /** Reads, decides and writes on the version read; repeats when somebody else wrote meanwhile, unless a version was asked for. */
  async function move(
    id: string,
    shelf: Shelf,
    decide: (before: Item) => Changes,
    options: EditOptions & { withBefore?: (before: Item, after: Item) => Write[]; read?: Item } = {},
  ): Promise<Item> {
    for (let attempt = 1; ; attempt++) {
      // What the caller has read just now serves for the first try.
      const before = attempt === 1 && options.read ? options.read : await find(id);
      if (!before || before.shelf !== shelf || !sees(before)) throw new NotFound(noun, id);
      if (options.version !== undefined && before._v !== options.version) throw new Stale(noun, id);
      const changes = decide(before);
      const cleared = Object.entries(changes).filter(([, value]) => value !== undefined);
      const after = {
        ...before,
        ...Object.fromEntries(cleared.map(([k, v]) => [k, v === null ? undefined : v])),
      } as Item;
      const extra = [...(options.with ?? []), ...(options.withBefore?.(before, after) ?? [])];
      try {
        return await replace(before, after, changes as Record<string, unknown>, extra);
      } catch (error) {
        const raced = error instanceof Stale && options.version === undefined;
        if (!raced || attempt >= 5) throw error;
      }
    }
  }

  async function replace(
    before: Item,
    after: Item,
    changes: Record<string, unknown>,
    extra: Write[],
  ): Promise<Item> {
    const oldKeys = flat(keysOf(before));
    const newKeys = flat(keysOf(after));
    const keyChanges: Record<string, unknown> = {};
    for (const name of new Set([...Object.keys(oldKeys), ...Object.keys(newKeys)]))
      if (oldKeys[name] !== newKeys[name]) keyChanges[name] = newKeys[name] ?? null;
    const same = (a: Guard) => (b: Guard) => a.kind === b.kind && a.value === b.value;
    const oldGuards = guardsOf(before);
    const newGuards = guardsOf(after);
    const claimed = newGuards.filter((guard) => !oldGuards.some(same(guard)));
    const released = oldGuards.filter((guard) => !newGuards.some(same(guard)));
    const change = updateOf(before.id, { ...changes, ...keyChanges }, { _v: before._v });
    const others = [
      ...claimed.map((guard) => claim(guard, before.id)),
      ...released.map((guard) => release(guard, before.id)),
      ...extra,
    ];
    if (others.length === 0) {
      const result = await change.run();
      if (result.ok) return parse(result.item);
      throw new Stale(noun, before.id);
    }
    try {
      await transact([change.write(), ...others]);
    } catch (error) {
      if (error instanceof Cancelled && error.conditionOf(0)) throw new Stale(noun, before.id);
      throw conflictOf(error, claimed, 1);
    }
    return { ...after, ...stamp(), _v: before._v + 1 };
  }

  /** Into the trash for 30 days; its unique values are free again. */
  function remove(id: string, options: EditOptions = {}): Promise<Item> {
    return move(id, "live", () => thrownAway() as unknown as Changes, options);
  }

  /** Back from the trash. @throws {Conflict} when a unique value was taken meanwhile. */
  function restore(id: string, options: EditOptions = {}): Promise<Item> {
    return move(id, "trash", () => takenBack as unknown as Changes, options);
  }

  /** One Query on a keys-only index and one BatchGetItem (whole indexes: the Query alone), newest first unless `order` says otherwise. */
  async function page(index: Index, partition: readonly string[], input: PageOf): Promise<Page<Item>> {
    const { order, beginsWith, between, only } = input;
    const asked = { noun, index, partition, order, beginsWith, between, only };
    const found = await query({
      index,
      pk: at(...partition),
      beginsWith,
      ...(between ? { between } : {}),
      limit: input.limit,
      start: await fromCursor<Record<string, unknown>>(asked, input.cursor),
      order: order ?? "desc",
    });
    return { items: await visible(index, found.items), cursor: await toCursor(asked, found.next) };
  }

  /** The first of a list, for who has no use for a cursor: signing one takes the stage's secret. */
  async function first(index: Index, partition: readonly string[]): Promise<Item | undefined> {
    const found = await query({ index, pk: at(...partition), limit: 1 });
    return (await visible(index, found.items))[0];
  }

  async function visible(index: Index, found: Record<string, unknown>[]): Promise<Item[]> {
    if (index === "gsi7" || index === "gsi8") return found.map(parse).filter((item) => sees(item));
    return fromIDs(found.map((item) => String(item.pk).slice(String(item.pk).lastIndexOf("#") + 1)));
  }

  /** What the actor sees of the noun, newest first unless `order` says otherwise. */
  function list({
    shelf = "live",
    ownerId,
    ...rest
  }: ListInput & Pick<PageOf, "between" | "only">): Promise<Page<Item>> {
    if (ownerId) return page("gsi2", [noun, shelf, "owner", ownerId], rest);
    const part = scope();
    if (part.kind === "own") return page("gsi2", [noun, shelf, "owner", part.ownerId], rest);
    if (part.kind === "team") return page("gsi3", [noun, shelf, "team", part.teamId], rest);
    return page("gsi1", [noun, shelf], rest);
  }

  return {
    ...item,
    noun,
    updateOf,
    draft,
    create,
    bring,
    find,
    fromID,
    fromIDs,
    edit,
    move,
    remove,
    restore,
    page,
    first,
    list,
  };
}
