/** What the address of a list keeps: so a filtered list can be sent to a colleague, and Back takes a filter away. */
export type ListSearch = {
  shelf?: "trash";
  panel?: string;
  owner?: string;
  segment?: string;
  /** Oldest first; newest first is not said. */
  order?: "asc";
  /** Days of UTC: created on the first or later, before the second. */
  since?: string;
  before?: string;
  source?: string;
  lifecycle?: string;
};

const texts = ["panel", "owner", "segment", "source", "lifecycle"] as const;
const days = ["since", "before"] as const;
const isDay = (value: unknown) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value);

export function listSearch(search: Record<string, unknown>): ListSearch {
  const kept = [
    ...texts.filter((name) => typeof search[name] === "string" && search[name]),
    ...days.filter((name) => isDay(search[name])),
  ];
  return {
    ...(search.shelf === "trash" ? { shelf: "trash" } : {}),
    ...(search.order === "asc" ? { order: "asc" } : {}),
    ...Object.fromEntries(kept.map((name) => [name, search[name]])),
  };
}

/** The search after a change; what is undefined is taken away. */
export function changed(
  search: ListSearch,
  patch: { [Name in keyof ListSearch]: ListSearch[Name] | undefined },
): ListSearch {
  return listSearch({ ...search, ...patch });
}
