import type { Sentence } from "./report.data.ts";

type Link = Sentence["link"];
export type Place = { to: string; params?: Record<string, string>; search?: Record<string, string> };

type Term = { field?: string; operator?: string; value?: unknown; all?: Term[]; and?: Term[] };

/** The value that a filter asks of a field, wherever it stands in it. */
function askedOf(filter: Term | undefined, field: string): string | undefined {
  if (!filter) return undefined;
  if (filter.field === field && typeof filter.value === "string") return filter.value;
  for (const part of [...(filter.all ?? []), ...(filter.and ?? [])]) {
    const found = askedOf(part, field);
    if (found) return found;
  }
  return undefined;
}

/** Where a number's records are: a contact filter opens as a segment to be, deals as their list, a campaign as itself. */
export function placeOf(link: Link): Place {
  if (link.noun === "campaign" && link.id) return { to: "/campaigns/$id", params: { id: link.id } };
  if (link.noun === "campaign") return { to: "/campaigns" };
  if (link.noun === "contact")
    return link.filter
      ? { to: "/segments/new", search: { filter: JSON.stringify(link.filter) } }
      : { to: "/contacts" };
  const status = askedOf(link.filter as Term | undefined, "status");
  if (link.noun === "deal")
    return status && status !== "open" ? { to: "/deals", search: { view: status } } : { to: "/deals" };
  if (link.noun === "import") return { to: "/imports" };
  return { to: "/tasks" };
}
