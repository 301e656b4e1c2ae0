import {
  type InfiniteData,
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { api, type Page, type Query } from "./client.ts";
import { asProblem } from "./problem.ts";
import { keys } from "./query.ts";

/** What every record has; `version` goes back as If-Match. */
export type Kept = { id: string; version: number };
export type Patch = Record<string, unknown>;
export type Edit<Info> = { record: Info; patch: Patch };

type Pages<Info> = InfiniteData<Page<Info>, string | undefined>;

/** The same fields with the values they had, so that an edit can be taken back. A missing value is cleared. */
export function inverse(record: object, patch: Patch): Patch {
  const before = record as Record<string, unknown>;
  return Object.fromEntries(Object.keys(patch).map((field) => [field, before[field] ?? null]));
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Several edits of one record are one request. */
export function mergeEdits<Info extends Kept>(edits: readonly Edit<Info>[]): Edit<Info>[] {
  const merged = new Map<string, Edit<Info>>();
  for (const { record, patch } of edits) {
    const before = merged.get(record.id);
    merged.set(record.id, { record, patch: { ...before?.patch, ...patch } });
  }
  return [...merged.values()];
}

function withPatch<Info extends Kept>(record: Info, patch: Patch): Info {
  const next: Record<string, unknown> = { ...record };
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete next[field];
    else next[field] = value;
  }
  return next as Info;
}

/** At most `limit` at a time, in order; the first failure is thrown after the others have ended. */
async function inTurns<T, R>(items: readonly T[], limit: number, run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const failures: unknown[] = [];
  let next = 0;
  async function worker(): Promise<void> {
    for (let at = next++; at < items.length; at = next++) {
      try {
        results[at] = await run(items[at]!);
      } catch (error) {
        failures.push(error);
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}

/** Puts a record as it now is into its own query and into every list that shows it. */
export function place<Info extends Kept>(client: QueryClient, noun: string, records: readonly Info[]): void {
  const byId = new Map(records.map((record) => [record.id, record]));
  for (const record of records) client.setQueryData(keys.record(noun, record.id), record);
  const renewed = (items: Info[]) => items.map((item) => byId.get(item.id) ?? item);
  client.setQueriesData<Pages<Info> | Page<Info>>({ queryKey: [noun, "list"] }, (list) => {
    if (!list) return list;
    if ("items" in list) return { ...list, items: renewed(list.items) };
    return { ...list, pages: list.pages.map((page) => ({ ...page, items: renewed(page.items) })) };
  });
}

/** Where each of my own edits led: `id@version` before → version after. */
const led = new Map<string, number>();

/**
 * The version that an edit goes on from. One made before the answer to the last came, or taken back after others, is
 * based on a version that only I have changed since; what somebody else changed still refuses it.
 */
export function currentVersion({ id, version }: Kept): number {
  let now = version;
  for (let next = led.get(`${id}@${now}`); next !== undefined; next = led.get(`${id}@${now}`)) now = next;
  return now;
}

/** Says that an edit of mine made one version of a record of another. */
export function ledTo(id: string, before: number, after: number): void {
  if (after > before) led.set(`${id}@${before}`, after);
}

/** Queries and verbs that every noun has in the same form; a noun's `NOUN.data.ts` names its types and adds its own. */
export function recordData<Info extends Kept, Create>(noun: string, path: string) {
  const list = (query: Query = {}) =>
    infiniteQueryOptions({
      queryKey: keys.list(noun, query),
      queryFn: ({ pageParam, signal }) =>
        api.get<Page<Info>>(path, { query: { limit: 100, ...query, cursor: pageParam }, signal }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.cursor,
    });

  const record = (id: string) =>
    queryOptions({
      queryKey: keys.record(noun, id),
      queryFn: ({ signal }) => api.get<Info>(`${path}/${id}`, { signal }),
    });

  async function write(record: Info, patch: Patch, version: number): Promise<Info> {
    const saved = await api.patch<Info>(`${path}/${record.id}`, patch, { version });
    ledTo(record.id, version, saved.version);
    return saved;
  }

  /** A record moves on by itself, and others work on it: only who changed the same fields meanwhile refuses an edit. */
  async function send({ record, patch }: Edit<Info>): Promise<Info> {
    try {
      return await write(record, patch, currentVersion(record));
    } catch (error) {
      if (asProblem(error).status !== 412) throw error;
      const now = await api.get<Info>(`${path}/${record.id}`);
      if (!isSame(inverse(record, patch), inverse(now, patch))) throw error;
      return write(now, patch, now.version);
    }
  }

  /** Shows the change at once, then the server's answer; a refusal puts back what is true. */
  function useEdit() {
    const client = useQueryClient();
    return useMutation({
      // One after the other: the next knows the version that the last led to.
      scope: { id: `edit-${noun}` },
      mutationFn: (edits: readonly Edit<Info>[]) => inTurns(mergeEdits(edits), 6, send),
      onMutate: (edits) =>
        place(
          client,
          noun,
          mergeEdits(edits).map(({ record, patch }) => withPatch(record, patch)),
        ),
      onSuccess: (records) => place(client, noun, records),
      onError: () => client.invalidateQueries({ queryKey: keys.all(noun) }),
    });
  }

  function useCreate() {
    const client = useQueryClient();
    return useMutation({
      mutationFn: (input: Create) => api.create<Info>(path, input),
      onSuccess: (created) => {
        client.setQueryData(keys.record(noun, created.id), created);
        return client.invalidateQueries({ queryKey: [noun, "list"] });
      },
    });
  }

  function useRemove() {
    const client = useQueryClient();
    return useMutation({
      mutationFn: (records: readonly Info[]) => inTurns(records, 6, (one) => api.delete(`${path}/${one.id}`)),
      onSettled: () => client.invalidateQueries({ queryKey: keys.all(noun) }),
    });
  }

  function useRestore() {
    const client = useQueryClient();
    return useMutation({
      mutationFn: (ids: readonly string[]) =>
        inTurns(ids, 6, (id) => api.post<Info>(`${path}/${id}/restore`)),
      onSettled: () => client.invalidateQueries({ queryKey: keys.all(noun) }),
    });
  }

  return { noun, path, list, record, useEdit, useCreate, useRemove, useRestore };
}

/** A noun's data apart from creating, which differs from noun to noun. */
export type RecordData<Info extends Kept> = Omit<ReturnType<typeof recordData<Info, never>>, "useCreate">;
