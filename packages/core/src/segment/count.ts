import { displayName } from "../contact/contact.schema.ts";
import * as Actor from "../kernel/actor.ts";
import { Invalid, Unprocessable } from "../kernel/error.ts";
import { type Filter, problems } from "../kernel/filter.ts";
import { explain } from "../kernel/filter-explain.ts";
import { belongs, type Image } from "./flips.ts";
import { contactIds, contactsNow } from "./membership.ts";
import { type Count, contactFields } from "./segment.schema.ts";

const PARALLEL = 8;
const SAMPLE = 10;
/** Half of what the API's function may take. */
const MAX_MS = 12_000;

/** @throws {Invalid} naming each condition that does not fit contacts. */
export function checked(filter: Filter): Filter {
  const found = problems(filter, contactFields);
  if (found.length > 0)
    throw new Invalid(found.map(({ path, message }) => ({ path: `filter.${path}`, message })));
  return filter;
}

/** Hands every live contact to `visit`, a hundred a time, eight reads side by side. @throws {Unprocessable} past the time. */
export async function everyContact(visit: (contacts: Image[]) => void, maxMs = MAX_MS): Promise<void> {
  const workspaceId = Actor.workspaceId();
  const began = performance.now();
  let start: Record<string, unknown> | undefined;
  do {
    const page = await contactIds(workspaceId, { limit: 100 * PARALLEL, start });
    const hundreds = Array.from({ length: Math.ceil(page.ids.length / 100) }, (_, n) =>
      page.ids.slice(n * 100, n * 100 + 100),
    );
    for (const contacts of await Promise.all(hundreds.map((ids) => contactsNow(workspaceId, ids))))
      visit(contacts);
    start = page.next;
    if (start && performance.now() - began > maxMs)
      throw new Unprocessable(
        "There are too many contacts to count at once. Save the segment: it is filled and counted by a job.",
        "too-many-to-count",
      );
  } while (start);
}

/** Exact, or refused. The sample holds what the actor may see. */
export async function countOf(filter: Filter): Promise<Count> {
  const rule = { filter: checked(filter) };
  const now = new Date();
  const result: Count = { count: 0, of: 0, sentence: explain(filter, contactFields), sample: [] };
  await everyContact((contacts) => {
    for (const contact of contacts) {
      if (contact.shelf !== "live") continue;
      result.of++;
      if (!belongs(rule, contact, now)) continue;
      result.count++;
      if (result.sample.length < SAMPLE && Actor.sees(contact)) result.sample.push(sampleOf(contact));
    }
  });
  return result;
}

function sampleOf(contact: Image) {
  const email = typeof contact.email === "string" ? contact.email : undefined;
  return { id: contact.id, name: displayName(contact as never), ...(email ? { email } : {}) };
}
