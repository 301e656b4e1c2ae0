import type { Result } from "@rapport/core/search/schema";
import { api } from "../api/index.ts";

/** Contacts whose words begin with what was typed, to preview a mail as one of them. */
export async function findPeople(
  text: string,
  signal: AbortSignal,
): Promise<{ value: string; label: string }[]> {
  const { items } = await api.get<Result>("/search", {
    query: { q: text, noun: "contact", limit: 8 },
    signal,
  });
  return items.map((hit) => ({ value: hit.id, label: hit.title }));
}
