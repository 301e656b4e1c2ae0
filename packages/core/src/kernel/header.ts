/** A header is one line, whatever a name in it contains. RFC 5322 wants lines of at most 998 characters. */
export function headerSafe(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029]+/gu, " ")
    .trim()
    .slice(0, 200);
}
