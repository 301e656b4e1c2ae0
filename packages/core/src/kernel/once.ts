import { createHash } from "node:crypto";
import { type Noun, prefixes } from "./id.ts";

/** Crockford's base 32, as in a ULID. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32))
    text = alphabet[rest % 32] + text;
  return text;
}

/**
 * The same id whenever the same thing is brought in again, so that a second try writes nothing twice. `what` names it
 * (a row of a job, a Message-ID, an event and its reaction); `at` is the id's time part.
 */
export function idFor(noun: Noun, what: string, at: Date): string {
  const hash = createHash("sha256").update(what).digest();
  const random = Array.from(hash.subarray(0, 16), (byte) => alphabet[byte % 32]).join("");
  return `${prefixes[noun]}_${base32(at.getTime(), 10)}${random}`;
}
