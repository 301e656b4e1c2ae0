import { encodeTime, monotonicFactory } from "ulid";
import * as z from "zod";
import { clock } from "./clock.ts";

/** What each id's prefix names. An id is `prefix_ULID`: sortable by time of creation, 26 characters of Crockford base 32. */
export const prefixes = {
  activity: "act",
  apiKey: "key",
  campaign: "cam",
  company: "com",
  contact: "con",
  deal: "dea",
  event: "evt",
  form: "frm",
  import: "imp",
  invitation: "inv",
  job: "job",
  mail: "mai",
  member: "mem",
  note: "not",
  pipeline: "pip",
  request: "req",
  segment: "seg",
  session: "ses",
  stage: "stg",
  tag: "tag",
  team: "tea",
  template: "tpl",
  view: "vie",
  workspace: "wsp",
} as const;

export type Noun = keyof typeof prefixes;

const pool = new Uint8Array(1_024);
let taken = pool.length;

/** Secure, and taken many at once: asked for one by one, they cost more than all else of an id. */
function random(): number {
  if (taken === pool.length) {
    crypto.getRandomValues(pool);
    taken = 0;
  }
  return (pool[taken++] as number) / 256;
}

let next = monotonicFactory(random);
let last = 0;

/** A new id; its time part is `at` (milliseconds), by default the context's now. */
export function newId(noun: Noun, at = clock.now().getTime()): string {
  // A factory never goes back in time: a past that is written now begins another one.
  if (at < last) next = monotonicFactory(random);
  last = at;
  return `${prefixes[noun]}_${next(at)}`;
}

/** No id of the noun made at this time (milliseconds) or later is less, none made before is greater. */
export function firstId(noun: Noun, at: number): string {
  return `${prefixes[noun]}_${encodeTime(at, 10)}${"0".repeat(16)}`;
}

/** The zod schema of one noun's ids. */
export function idOf(noun: Noun) {
  const pattern = new RegExp(`^${prefixes[noun]}_[0-9A-HJKMNP-TV-Z]{26}$`);
  return z
    .string()
    .regex(pattern, `must be the id of a ${noun}`)
    .meta({ description: `Id of a ${noun}`, example: `${prefixes[noun]}_01JD8Z3V0C5Q7W9X2Y4A6B8D0F` });
}

/** Which noun an id names, from its prefix. */
export function nounOf(id: string): Noun | undefined {
  const prefix = id.slice(0, 3);
  for (const [noun, known] of Object.entries(prefixes)) if (known === prefix) return noun as Noun;
  return undefined;
}
