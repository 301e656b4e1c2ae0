export interface Token {
  kind: "word" | "name" | "value" | "number" | "sign" | "end" | "unknown";
  text: string;
  start: number;
  end: number;
}

const pattern =
  /\s*(?:(?<word>[A-Za-z][A-Za-z0-9_]*)|(?<name>#[A-Za-z0-9_]+)|(?<value>:[A-Za-z0-9_]+)|(?<number>[0-9]+)|(?<sign><>|<=|>=|[=<>(),.[\]+-])|(?<unknown>\S))/gy;

/** Cuts an expression into tokens. What fits none is kept as `unknown`, so that the parser can name it. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match?.groups; match = pattern.exec(text)) {
    const { word, name, value, number, sign, unknown } = match.groups;
    const found = word ?? name ?? value ?? number ?? sign ?? unknown ?? "";
    const kind = word
      ? "word"
      : name
        ? "name"
        : value
          ? "value"
          : number
            ? "number"
            : sign
              ? "sign"
              : "unknown";
    const end = match.index + match[0].length;
    tokens.push({ kind, text: found, start: end - found.length, end });
  }
  tokens.push({ kind: "end", text: "<EOF>", start: text.length, end: text.length });
  return tokens;
}
