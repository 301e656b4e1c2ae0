/** What a policy's variables stand for in a request; undefined where the request has no such value. */
export type Variables = (name: string) => string | undefined;

const ANY: unique symbol = Symbol("*");
const ONE: unique symbol = Symbol("?");

export type Piece = { kind: "text"; text: string } | { kind: "any" } | { kind: "one" };

/**
 * Reads a pattern of a policy: `*` and `?`, and since version 2012-10-17 variables: `${aws:PrincipalAccount}`,
 * `${key, 'default'}`, and `${*}`, `${?}`, `${$}` for the letters themselves. What a variable brings is text, never a
 * wildcard. Answers undefined where a variable has no value: such a pattern matches nothing.
 * Rules: docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function pieces(pattern: string, variables?: Variables, wildcards = true): Piece[] | undefined {
  const out: Piece[] = [];
  const text = (more: string) => {
    const last = out.at(-1);
    if (last?.kind === "text") last.text += more;
    else out.push({ kind: "text", text: more });
  };
  for (let at = 0; at < pattern.length; at++) {
    const letter = pattern[at]!;
    const end = variables && letter === "$" && pattern[at + 1] === "{" ? pattern.indexOf("}", at) : -1;
    if (end > 0) {
      const value = variableOf(pattern.slice(at + 2, end), variables!);
      if (value === undefined) return undefined;
      text(value);
      at = end;
    } else if (wildcards && letter === "*") out.push({ kind: "any" });
    else if (wildcards && letter === "?") out.push({ kind: "one" });
    else text(letter);
  }
  return out;
}

function variableOf(inside: string, variables: Variables): string | undefined {
  if (inside === "*" || inside === "?" || inside === "$") return inside;
  const [, name = inside, fallback] = /^([^,]+?)\s*,\s*'([^']*)'$/.exec(inside) ?? [];
  return variables(name.trim()) ?? fallback;
}

type Unit = string | typeof ANY | typeof ONE;
const units = new WeakMap<Piece[], Unit[]>();

function unitsOf(pattern: Piece[]): Unit[] {
  const known = units.get(pattern);
  if (known) return known;
  const made = pattern.flatMap((piece): Unit[] =>
    piece.kind === "text" ? [...piece.text] : [piece.kind === "any" ? ANY : ONE],
  );
  units.set(pattern, made);
  return made;
}

/** Whether a text is of a pattern, in time that grows with the product of their lengths at worst. */
export function covers(pattern: Piece[], text: string): boolean {
  if (pattern.length === 1 && pattern[0]!.kind === "text") return pattern[0]!.text === text;
  const units = unitsOf(pattern);
  const letters = [...text];
  let [at, unit] = [0, 0];
  let star: { unit: number; at: number } | undefined;
  while (at < letters.length) {
    if (units[unit] === ANY) {
      star = { unit, at };
      unit++;
    } else if (unit < units.length && (units[unit] === ONE || units[unit] === letters[at])) {
      unit++;
      at++;
    } else if (star) {
      unit = star.unit + 1;
      star.at++;
      at = star.at;
    } else return false;
  }
  while (units[unit] === ANY) unit++;
  return unit === units.length;
}

const compiled = new Map<string, Piece[]>();

/** A pattern without variables against a text. Policies have few patterns and calls are many, so they are kept. */
export function like(pattern: string, text: string): boolean {
  const known = compiled.get(pattern) ?? pieces(pattern)!;
  compiled.set(pattern, known);
  return covers(known, text);
}

/** Actions are compared without regard to case. */
export const likeAction = (pattern: string, action: string): boolean =>
  like(pattern.toLowerCase(), action.toLowerCase());

/** ARNs part by part: a wildcard doesn't reach over the first five colons. */
export function likeArn(pattern: Piece[], arn: string): boolean {
  const parts = partsOf(pattern);
  const given = arn.split(":");
  if (!parts || given.length < 6) return false;
  const own = [...given.slice(0, 5), given.slice(5).join(":")];
  return parts.every((part, index) => covers(part, own[index]!));
}

/** A single `*` is any ARN; everything else has its six parts. */
function partsOf(pattern: Piece[]): Piece[][] | undefined {
  if (pattern.length === 1 && pattern[0]!.kind === "any") return Array.from({ length: 6 }, () => pattern);
  const parts: Piece[][] = [[]];
  for (const piece of pattern) {
    if (piece.kind !== "text") {
      parts.at(-1)!.push(piece);
      continue;
    }
    const texts = piece.text.split(":");
    texts.forEach((text, index) => {
      if (index > 0 && parts.length < 6) parts.push([]);
      else if (index > 0) parts.at(-1)!.push({ kind: "text", text: ":" });
      if (text !== "") parts.at(-1)!.push({ kind: "text", text });
    });
  }
  return parts.length === 6 ? parts : undefined;
}
