import type { Change, Changes } from "@rapport/core/change/schema";
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { api } from "./client.ts";

const focused = 3_000;
const blurred = 30_000;

/** Refreshes what shows a changed record: its own queries, and lists of its noun. The id `*` stands for all of a noun. */
export function applyChanges(client: QueryClient, changes: readonly Change[]): Promise<unknown> {
  const nouns = new Set(changes.map((change) => change.noun));
  const ids = new Set(changes.map((change) => change.id));
  const whole = new Set(changes.filter((change) => change.id === "*").map((change) => change.noun));
  return client.invalidateQueries({
    predicate: ({ queryKey: [noun, kind, id] }) =>
      kind === "record" && !whole.has(String(noun)) ? ids.has(String(id)) : nouns.has(String(noun)),
  });
}

/**
 * Asks every 3 s what changed while the window is looked at, every 30 s otherwise, and refreshes only that.
 * A failed round is repeated at the slower pace: being offline is not worth a message of its own here.
 */
export function useLiveUpdates(enabled: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let since = "";
    let failed = false;

    async function round(): Promise<void> {
      try {
        const answer = await api.get<Changes>("/changes", {
          query: { since: since || undefined },
          signal: stop.signal,
        });
        failed = false;
        since = answer.since;
        if (answer.items.length > 0) await applyChanges(client, answer.items);
      } catch {
        failed = true;
      }
      plan();
    }
    function plan(): void {
      clearTimeout(timer);
      if (stop.signal.aborted) return;
      const wait =
        !failed && document.hasFocus() && document.visibilityState === "visible" ? focused : blurred;
      timer = setTimeout(() => void round(), wait);
    }

    void round();
    addEventListener("focus", plan);
    return () => {
      stop.abort();
      clearTimeout(timer);
      removeEventListener("focus", plan);
    };
  }, [client, enabled]);
}
