/** What a hand may do to an expression: each is refused, but for rare luck. */
export const textFlaws = [
  "cut",
  "parenthesis",
  "double",
  "unknown function",
  "reserved",
  "unknown name",
  "unknown value",
  "character",
  "empty",
  "bad index",
] as const;

export function spoil(text: string, flaw: (typeof textFlaws)[number]): string {
  switch (flaw) {
    case "cut":
      return text.slice(0, Math.ceil(text.length / 2)).trimEnd();
    case "parenthesis":
      return `${text})`;
    case "double":
      return `((${text}))`;
    case "unknown function":
      return `${text} AND whatever(a)`;
    case "reserved":
      return text.replace(/[a-z]/, "status");
    case "unknown name":
      return text.replace(/\b[abclmns]\b/, "#unknown");
    case "unknown value":
      return text.replace(/:v0/, ":unknown");
    case "character":
      return `${text} ^ a`;
    case "empty":
      return "";
    default:
      return text.replace(/\b[abclmns]\b/, "a[-1]");
  }
}
