import type { Hit, Result } from "@rapport/core/search/schema";
import { api } from "../api/index.ts";

/** Records of one noun whose words begin with what was typed, as options of a lookup. */
export async function lookup(noun: Hit["noun"], text: string, signal: AbortSignal) {
  const { items } = await api.get<Result>("/search", { query: { q: text, noun, limit: 8 }, signal });
  return items.map((hit) => ({
    value: hit.id,
    label: hit.subtitle ? `${hit.title} · ${hit.subtitle}` : hit.title,
  }));
}
