const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as text: in an element, and inside of quotes in an attribute. */
export const escaped = (text: string) => text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
