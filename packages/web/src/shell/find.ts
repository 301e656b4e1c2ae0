import type { Hit, Result } from "@rapport/core/search/schema";
import type { TFunction } from "i18next";
import { api } from "../api/index.ts";
import type { Command } from "../ui/palette/CommandPalette.tsx";

/** Where a hit leads; nouns whose pages do not exist yet are left out. */
const addresses: Partial<Record<Hit["noun"], string>> = {
  contact: "/contacts",
  company: "/companies",
  deal: "/deals",
};

/** Records whose words begin with what was typed. */
export async function find(
  text: string,
  signal: AbortSignal,
  t: TFunction,
  go: (address: string) => void,
): Promise<Command[]> {
  const { items } = await api.get<Result>("/search", { query: { q: text }, signal });
  return items
    .filter((hit) => hit.noun in addresses)
    .map((hit) => ({
      id: hit.id,
      label: hit.title,
      detail: hit.subtitle,
      group: t("shell.found"),
      run: () => go(`${addresses[hit.noun]}/${hit.id}`),
    }));
}
