/** RFC 5322 wants lines of at most 998 characters; readers show far fewer. */
const MOST = 250;

/**
 * A header is one line, whatever a name in it contains. Of what can't be seen, the joiners stay that Persian and emoji
 * are written with.
 */
export function headerSafe(text: string): string {
  return text
    .replace(/(?:[\p{Cc}\u2028\u2029]|(?![\u200c\u200d])\p{Cf})+/gu, " ")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MOST);
}
