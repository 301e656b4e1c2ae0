import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** Letters that Unicode does not decompose, as people without them on the keyboard type them. */
const letters: Record<string, string> = {
  ı: "i",
  ə: "e",
  ß: "ss",
  ø: "o",
  æ: "ae",
  œ: "oe",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  // Arabic forms of Persian letters.
  ي: "ی",
  ى: "ی",
  ك: "ک",
  ة: "ه",
  ە: "ه",
};

const WORD = 40;

/**
 * One spelling for all that should find each other: compatibility forms, accents and case fall away (NFKD), the dotless
 * ı is an i, the schwa an e, Arabic letters are their Persian twins, digits are Latin, joiners and tatweel are dropped.
 */
export function fold(text: string): string {
  return text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\u200b-\u200f\u0640\u00ad]/gu, "")
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15))
    .replace(/[ıəßøæœđðłþيىكةە]/g, (letter) => letters[letter] as string);
}

/** Words of a text, folded, each once, in order. */
export function wordsOf(text: string | undefined, limit = 49): string[] {
  if (!text) return [];
  const words = fold(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => cut(withoutZeros(word)));
  return [...new Set(words)].slice(0, limit);
}

/** By characters, not UTF-16 units: half a character can't be a key. */
const cut = (word: string) => [...word].slice(0, WORD).join("");

/** Numbers are found with and without the zeros before them. */
export const withoutZeros = (word: string) => (/^\d+$/.test(word) ? word.replace(/^0+(?=\d)/, "") : word);

/** The local part's words, and the domain whole from each label but the last: `mail.example.com`, `example.com`. */
export function wordsOfEmail(email: string | undefined): string[] {
  if (!email) return [];
  const at = email.lastIndexOf("@");
  return [...wordsOf(email.slice(0, at)), ...wordsOfDomain(email.slice(at + 1))];
}

export function wordsOfDomain(domain: string | undefined): string[] {
  if (!domain) return [];
  const labels = fold(domain).split(".").filter(Boolean);
  return labels.slice(0, -1).map((_, place) => cut(labels.slice(place).join(".")));
}

/** Marks a number written backwards, so that its last digits are a prefix. */
export const BACKWARDS = "~";
export const backwards = (digits: string) => BACKWARDS + [...digits].reverse().join("");

/** The whole number, the national number, and the whole number backwards: any first or last digits find it. */
export function wordsOfPhone(phone: string | undefined): string[] {
  if (!phone) return [];
  const digits = fold(phone).replace(/\D/g, "").slice(0, 20);
  if (digits.length < 3) return wordsOf(phone);
  const national = phone.startsWith("+") ? parsePhoneNumberFromString(phone)?.nationalNumber : undefined;
  return [...new Set([withoutZeros(digits), ...(national ? [String(national)] : []), backwards(digits)])];
}
