import { backwards, fold, withoutZeros } from "./word.ts";

/** One part of a question. It is met by a word that begins with it; `pieces`: or by words that begin with each piece. */
export type Term = { whole: string; pieces: string[]; ending?: string | undefined };

const TERMS = 8;
const phone = /(?<![\p{L}\p{N}.@])\+?\d(?:[\d\s()./-]*\d){2,}(?![\p{L}\p{N}.@])/gu;

/**
 * At most 8 parts. A number of five digits and more may be typed with spaces, and its last digits find a phone; an
 * address is its local part's words and its domain; `ada.lovelace` may be a domain's beginning or two words.
 */
export function termsOf(question: string): Term[] {
  const terms: Term[] = [];
  const rest = fold(question).replace(phone, (found) => {
    const digits = found.replace(/\D/g, "");
    if (digits.length < 5 && /\D/.test(found.slice(1))) return found;
    terms.push(number(digits));
    return " ";
  });
  for (const chunk of rest.split(/[^\p{L}\p{N}.@]+/u)) {
    const [domain, ...local] = chunk.split("@").reverse() as [string, ...string[]];
    for (const part of local.reverse().join(".").split(".")) terms.push(one(part));
    const bare = domain.replace(/^\.+|\.+$/g, "");
    if (local.length > 0) terms.push({ whole: bare, pieces: [bare] });
    else if (bare.includes(".")) terms.push({ whole: bare, pieces: bare.split(".").filter(Boolean) });
    else terms.push(one(bare));
  }
  const unique = new Map(terms.filter((term) => term.whole).map((term) => [term.whole, term]));
  return [...unique.values()].slice(0, TERMS);
}

const one = (word: string): Term =>
  /^\d{3,}$/.test(word) ? number(word) : { whole: withoutZeros(word), pieces: [word] };

function number(digits: string): Term {
  const whole = withoutZeros(digits);
  return { whole, pieces: [whole], ending: backwards(digits) };
}

export function meets(words: readonly string[], term: Term): boolean {
  const begins = (prefix: string) => words.some((word) => word.startsWith(prefix));
  if (begins(term.whole)) return true;
  if (term.ending && begins(term.ending)) return true;
  return term.pieces.length > 1 && term.pieces.every(begins);
}

/** Prefixes which together lead to every record that meets the term. One of a single letter leads nowhere. */
export function leadsOf({ whole, pieces, ending }: Term): string[] {
  if (ending) return [whole, ending];
  const [first = whole, ...others] = pieces;
  if ([...first].length > 1) return [first];
  const longest = others.sort((a, b) => b.length - a.length)[0];
  return longest ? [whole, longest] : [first];
}
