import { createHash } from "node:crypto";
import { encodeTime } from "ulid";
import { type Noun, prefixes } from "../kernel/id.ts";

const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * An id that the same cause always gives again: the time `at` (ISO) and 80 bits of a hash of `parts`. What is written
 * under it a second time is found to be there.
 */
export function deriveId(noun: Noun, at: string, ...parts: (string | number)[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest();
  const letters = Array.from(hash.subarray(0, 16), (byte) => alphabet[byte % 32]);
  return `${prefixes[noun]}_${encodeTime(Date.parse(at))}${letters.join("")}`;
}
