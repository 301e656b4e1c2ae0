export type PartyPage = "/contacts/$id" | "/deals/$id" | "/companies/$id";

const pages: Record<string, PartyPage> = {
  con: "/contacts/$id",
  dea: "/deals/$id",
  com: "/companies/$id",
};

/** The page of whom an activity is about; an id says by its prefix what it names. */
export const partyPage = (id: string): PartyPage => pages[id.slice(0, 3)] ?? "/contacts/$id";
