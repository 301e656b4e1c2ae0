const accents: Record<string, string> = {
  a: "ȧ",
  b: "ƀ",
  c: "ƈ",
  d: "ḓ",
  e: "ḗ",
  f: "ƒ",
  g: "ɠ",
  h: "ħ",
  i: "ī",
  k: "ķ",
  l: "ŀ",
  m: "ḿ",
  n: "ƞ",
  o: "ǿ",
  p: "ƥ",
  r: "ř",
  s: "ş",
  t: "ŧ",
  u: "ŭ",
  w: "ẇ",
  y: "ẏ",
  z: "ẑ",
  A: "Ȧ",
  C: "Ƈ",
  D: "Ḓ",
  E: "Ḗ",
  N: "Ƞ",
  O: "Ǿ",
  S: "Ş",
  T: "Ŧ",
};

/** A text 40 % longer and accented, its {{variables}} and <tags> kept: what overflows or is not translated shows. */
export function pseudo(text: string): string {
  const parts = text.split(/(\{\{.*?\}\}|<\/?\w+>)/);
  const changed = parts.map((part, index) =>
    index % 2 ? part : part.replace(/[A-Za-z]/g, (letter) => accents[letter] ?? letter),
  );
  const letters = parts.filter((_, index) => index % 2 === 0).join("").length;
  return `${changed.join("")}${" ~".repeat(Math.ceil((letters * 0.4) / 2))}`;
}

export type Catalogue = { [key: string]: string | Catalogue };

export function pseudoCatalogue(catalogue: Catalogue): Catalogue {
  return Object.fromEntries(
    Object.entries(catalogue).map(([key, value]) => [
      key,
      typeof value === "string" ? pseudo(value) : pseudoCatalogue(value),
    ]),
  );
}
