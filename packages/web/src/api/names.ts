import { useQueries } from "@tanstack/react-query";
import { api, type Page } from "./client.ts";
import { keys } from "./query.ts";

export type Named = { id: string; name: string };
type Ask = { id: string; done: (found: Named | null) => void; fail: (error: unknown) => void };

const perRequest = 100;
const waiting = new Map<string, Ask[]>();

/** Ids asked for at the same moment travel together. */
function load(path: string, id: string): Promise<Named | null> {
  return new Promise((done, fail) => {
    const asks = waiting.get(path);
    if (asks) {
      asks.push({ id, done, fail });
      return;
    }
    waiting.set(path, [{ id, done, fail }]);
    setTimeout(() => {
      const taken = waiting.get(path) ?? [];
      waiting.delete(path);
      for (let at = 0; at < taken.length; at += perRequest) void send(path, taken.slice(at, at + perRequest));
    });
  });
}

async function send(path: string, asks: Ask[]): Promise<void> {
  try {
    const { items } = await api.get<Page<Named>>(path, { query: { ids: asks.map((ask) => ask.id) } });
    const byId = new Map(items.map((item) => [item.id, item]));
    for (const ask of asks) {
      const found = byId.get(ask.id);
      ask.done(found ? { id: found.id, name: found.name } : null);
    }
  } catch (error) {
    for (const ask of asks) ask.fail(error);
  }
}

const combine = (results: { data: Named | null | undefined }[]): Record<string, string> =>
  Object.fromEntries(results.flatMap(({ data }) => (data ? [[data.id, data.name]] : [])));

/** Names by id of records that something else only refers to; who is not there or not visible has none. */
export function useNames(
  noun: string,
  path: string,
  ids: readonly (string | undefined)[],
): Record<string, string> {
  const unique = [...new Set(ids)].filter((id) => id !== undefined).sort();
  return useQueries({
    queries: unique.map((id) => ({
      queryKey: keys.part(noun, id, "name"),
      queryFn: () => load(path, id),
      staleTime: 5 * 60_000,
    })),
    combine,
  });
}
