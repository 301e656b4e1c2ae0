import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { en } from "../../packages/web/src/i18n/en/index.ts";
import { fa } from "../../packages/web/src/i18n/fa/index.ts";
import { type Catalogue, pseudo, pseudoCatalogue } from "../../packages/web/src/i18n/pseudo.ts";

const source = fileURLToPath(new URL("../../packages/web/src", import.meta.url));

function flat(catalogue: Catalogue, path = ""): Map<string, string> {
  return new Map(
    Object.entries(catalogue).flatMap(([key, value]) =>
      typeof value === "string" ? [[path + key, value] as const] : [...flat(value, `${path}${key}.`)],
    ),
  );
}

const english = flat(en);
const persian = flat(fa);
const variables = (text: string) => [...text.matchAll(/\{\{\s*(\w+)/g)].map(([, name]) => name).sort();
const files = readdirSync(source, { recursive: true, encoding: "utf8" });

describe("the message catalogues", () => {
  test("Persian has every key of English and no other", () => {
    expect([...english.keys()].filter((key) => !persian.has(key))).toEqual([]);
    expect([...persian.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  test("a translation uses the variables of its original", () => {
    for (const [key, text] of persian)
      expect([key, variables(text)]).toEqual([key, variables(english.get(key) ?? "")]);
  });

  test("Persian texts show Persian digits", () => {
    expect([...persian].filter(([, text]) => /[0-9]/.test(text.replace(/\{\{.*?\}\}/g, "")))).toEqual([]);
  });

  test("the pseudo-locale is 40 % longer and keeps variables", () => {
    expect(pseudo("Hello {{name}}")).toMatch(/\{\{name\}\}/);
    for (const [key, text] of flat(pseudoCatalogue(en))) {
      expect(variables(text)).toEqual(variables(english.get(key) ?? ""));
      const words = (english.get(key) ?? "").replace(/\{\{.*?\}\}/g, "");
      expect(text.replace(/\{\{.*?\}\}/g, "").length).toBeGreaterThanOrEqual(words.length * 1.4);
    }
  });
});

describe("the client's source", () => {
  const screens = files
    .filter((file) => file.endsWith(".tsx"))
    .map((file) => [file, readFileSync(join(source, file), "utf8")] as const);

  test("asks only for messages that exist", () => {
    const asked = screens.flatMap(([file, text]) =>
      [...text.matchAll(/\bt\("([\w.-]+)"/g)].map(([, key]) => [file, key!] as const),
    );
    const known = (key: string) => english.has(key) || english.has(`${key}_other`);
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter(([, key]) => !known(key))).toEqual([]);
  });

  test("holds no English in its markup", () => {
    const literal =
      /(?:aria-label|label|title|placeholder|alt)="([A-Z][a-z]+[^"]*)"|>\s*([A-Z][a-z]+(?: [a-z]+)+)\s*</g;
    const found = screens.flatMap(([file, text]) =>
      [...text.matchAll(literal)].map((match) => `${file}: ${match[0]}`),
    );
    expect(found).toEqual([]);
  });

  test("names colours only in the theme", () => {
    const painted = files
      // A mail knows no variables of ours: its starter holds its colours itself.
      .filter((file) => /\.(css|tsx?)$/.test(file) && !/^theme|^template\/starter\.ts$/.test(file))
      .filter((file) =>
        /#[0-9a-f]{3,8}\b/i.test(readFileSync(join(source, file), "utf8").replace(/\/#/g, "")),
      );
    expect(painted).toEqual([]);
  });

  test("places things by logical sides only", () => {
    const physical =
      /\b(margin|padding|border|inset)-(left|right|top|bottom)\b|(^|[\s;{])(left|right|top|bottom|width|height):|text-align:\s*(left|right)/m;
    const offending = files.filter(
      (file) =>
        file.endsWith(".css") &&
        physical.test(readFileSync(join(source, file), "utf8").replaceAll("safe-area-inset-bottom", "")),
    );
    expect(offending).toEqual([]);
  });
});
