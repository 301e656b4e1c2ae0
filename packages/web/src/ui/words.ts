/** Words with commas between, as a field shows them. */
export const joinWords = (words: readonly string[] | undefined) => words?.join(", ") ?? "";

/** What was typed into such a field, with the commas of any of our languages. */
export function splitWords(text: string): string[] {
  return text
    .split(/[,،;]/)
    .map((word) => word.trim())
    .filter(Boolean);
}
