import type { TFunction } from "i18next";
import { api } from "../api/index.ts";
import type { Command } from "../ui/palette/CommandPalette.tsx";

/** One hit of `/search`: enough to show it, and where it leads. */
type Hit = { noun: "contact" | "company"; id: string; title: string; detail?: string | undefined };

const addresses: Record<Hit["noun"], string> = { contact: "/contacts", company: "/companies" };

/** Records whose words begin with what was typed. */
export async function find(
  text: string,
  signal: AbortSignal,
  t: TFunction,
  go: (address: string) => void,
): Promise<Command[]> {
  const { items } = await api.get<{ items: Hit[] }>("/search", { query: { q: text }, signal });
  return items
    .filter((hit) => hit.noun in addresses)
    .map((hit) => ({
      id: hit.id,
      label: hit.title,
      detail: hit.detail,
      group: t("shell.found"),
      run: () => go(`${addresses[hit.noun]}/${hit.id}`),
    }));
}
