import type { Sentence } from "./report.data.ts";

type Link = Sentence["link"];
export type Place = { to: string; params?: Record<string, string>; search?: Record<string, string> };

type Term = { field?: string; operator?: string; value?: unknown; all?: Term[]; and?: Term[] };

/** The value that a filter asks of a field, wherever it stands in it. */
function askedOf(filter: Term | undefined, field: string, operator = "is"): string | undefined {
  if (!filter) return undefined;
  if (filter.field === field && filter.operator === operator && typeof filter.value === "string")
    return filter.value;
  for (const part of [...(filter.all ?? []), ...(filter.and ?? [])]) {
    const found = askedOf(part, field, operator);
    if (found) return found;
  }
  return undefined;
}

/** Closed deals by month and owner, open ones by owner: what the deals' page can show of a filter. */
function dealsOf(filter: Term | undefined): Place {
  const status = askedOf(filter, "status");
  const owner = askedOf(filter, "owner");
  if (status !== "won" && status !== "lost")
    return owner ? { to: "/deals", search: { view: "list", owner } } : { to: "/deals" };
  const from = askedOf(filter, "closedAt", "after")?.slice(0, 7);
  const to = askedOf(filter, "closedAt", "before");
  const one = from !== undefined && to === monthAfter(from);
  const month: Record<string, string> = one ? { month: from } : from ? { since: from } : {};
  return { to: "/deals", search: { view: status, ...month, ...(owner ? { owner } : {}) } };
}

/** Contacts of an owner, of some days, a source, a lifecycle are their list; what else is asked of them is a segment to be. */
function contactsOf(filter: Term | undefined): Place {
  if (!filter) return { to: "/contacts" };
  const asked = {
    owner: askedOf(filter, "owner"),
    since: askedOf(filter, "createdAt", "after"),
    before: askedOf(filter, "createdAt", "before"),
    source: askedOf(filter, "source"),
    lifecycle: askedOf(filter, "lifecycle"),
  };
  const known = Object.entries(asked).flatMap(([name, value]) => (value ? [[name, value] as const] : []));
  if (known.length < termsIn(filter))
    return { to: "/segments/new", search: { filter: JSON.stringify(filter) } };
  return { to: "/contacts", search: Object.fromEntries(known) };
}

const termsIn = ({ field, all = [], and = [] }: Term): number =>
  [...all, ...and].reduce((sum, part) => sum + termsIn(part), field ? 1 : 0);

/** The first day of the month after. */
function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number, 1)).toISOString().slice(0, 10);
}

/** Where a number's records are: contacts and deals as their list, a campaign as itself. */
export function placeOf(link: Link): Place {
  if (link.noun === "campaign" && link.id) return { to: "/campaigns/$id", params: { id: link.id } };
  if (link.noun === "campaign") return { to: "/campaigns" };
  if (link.noun === "contact") return contactsOf(link.filter as Term | undefined);
  if (link.noun === "deal") return dealsOf(link.filter as Term | undefined);
  if (link.noun === "import") return { to: "/imports" };
  return { to: "/tasks" };
}
