import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

type Import = { file: string; to: string; typeOnly: boolean };

/** Every static import and re-export of a file; relative ones as paths from the root. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
  const pattern = /^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm;
  return [...text.matchAll(pattern)].map(([, type, to]) => ({
    file,
    typeOnly: Boolean(type),
    to: to?.startsWith(".") ? relative(root, join(root, dirname(file), to)) : (to ?? ""),
  }));
}

const files = (pattern: string) =>
  globSync(pattern, { cwd: root }).filter((file) => !/\.(test|d)\.tsx?$/.test(file));
const core = files("packages/core/src/**/*.ts").flatMap(importsOf);
const show = ({ file, to }: Import) => `${file} → ${to}`;

/** kernel, aws, or the noun's folder. */
const layer = (path: string) => path.split("/")[3] ?? "";
const rank = (path: string) => ({ kernel: 0, aws: 1 })[layer(path)] ?? 2;

describe("imports go one way", () => {
  it("core → npm only", () => {
    expect(core.length).toBeGreaterThan(200);
    expect(core.filter(({ to }) => /^packages\/(?!core\/)|^infra|^@rapport/.test(to)).map(show)).toEqual([]);
  });

  it("kernel ← doors to AWS ← nouns", () => {
    const inside = core.filter(({ to }) => to.startsWith("packages/core/"));
    expect(inside.filter((one) => rank(one.file) < rank(one.to) && !one.typeOnly).map(show)).toEqual([]);
  });

  it("shapes that the web shares reach no AWS and nothing of Node's, however far one follows their imports", () => {
    const runtime = core.filter(({ typeOnly }) => !typeOnly);
    const wrong: string[] = [];
    const seen = new Set<string>();
    const follow = (file: string) => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const one of runtime.filter((candidate) => candidate.file === file)) {
        if (/\/aws\/|^@aws-sdk|^node:|\.entity\.ts$/.test(one.to)) wrong.push(show(one));
        follow(one.to);
      }
    };
    for (const file of files("packages/core/src/**/*.{schema,markup}.ts")) follow(file);
    expect(seen.size).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it("a noun's index makes no circle with another's", () => {
    const runtime = core.filter(({ to, typeOnly }) => !typeOnly && to.startsWith("packages/core/"));
    const graph = new Map<string, string[]>();
    for (const { file, to } of runtime) graph.set(file, [...(graph.get(file) ?? []), to]);
    const circles: string[] = [];
    const done = new Set<string>();
    const visit = (file: string, path: string[]) => {
      if (path.includes(file))
        circles.push(
          [...path.slice(path.indexOf(file)), file]
            .map((one) => one.replace("packages/core/src/", ""))
            .join(" → "),
        );
      else if (!done.has(file)) {
        for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
        done.add(file);
      }
    };
    for (const file of graph.keys()) visit(file, []);
    expect(circles).toEqual([]);
  });

  it("functions → core", () => {
    const imports = files("packages/functions/src/**/*.ts").flatMap(importsOf);
    expect(
      imports
        .filter(({ to }) => /^packages\/(?!functions\/)|^infra|^@rapport\/(?!core\/)|^@aws-sdk/.test(to))
        .map(show),
    ).toEqual([]);
  });

  it("web → schemas, pure kernel and the type of the API", () => {
    const imports = files("packages/web/src/**/*.{ts,tsx}").flatMap(importsOf);
    const allowed =
      /^@rapport\/core\/(\w+\/(?:schema|markup)|kernel\/(money|role|filter|record|locale|id|fn|page)[\w-]*)$/;
    const wrong = imports.filter(
      ({ to, typeOnly }) =>
        (/^@rapport\//.test(to) && !typeOnly && !allowed.test(to)) ||
        /^packages\/(?!web\/)|^infra|^@aws-sdk/.test(to),
    );
    expect(wrong.map(show)).toEqual([]);
  });

  it("web's ui knows no noun", () => {
    const imports = files("packages/web/src/ui/**/*.{ts,tsx}").flatMap(importsOf);
    expect(
      imports
        .filter(({ to }) => /^@rapport\/|^packages\/web\/src\/(?!ui|theme|format|i18n)/.test(to))
        .map(show),
    ).toEqual([]);
  });

  it("local → a template and bundles, nothing of core", () => {
    const imports = files("packages/local/src/**/*.ts").flatMap(importsOf);
    expect(
      imports.filter(({ to }) => /^@rapport\/|^packages\/(core|functions|web)\//.test(to)).map(show),
    ).toEqual([]);
  });

  it("infra → paths of bundles", () => {
    const imports = files("infra/**/*.ts").flatMap(importsOf);
    expect(imports.filter(({ to }) => /^@rapport\/|^packages\//.test(to)).map(show)).toEqual([]);
  });
});

describe("files", () => {
  it("stay under 300 lines, but for tables of data", () => {
    const long = files("{packages/*/src,infra}/**/*.{ts,tsx}").filter(
      (file) => readFileSync(join(root, file), "utf8").split("\n").length > 301,
    );
    expect(long).toEqual([]);
  });

  it("hold no switched-off test and nothing left for later", () => {
    const all = [
      ...files("{packages/*/src,infra}/**/*.{ts,tsx}"),
      ...globSync("tests/**/*.ts", { cwd: root }),
    ];
    const marks = /\b(TODO|FIXME|XXX)\b|coming soon|\b(it|test|describe)\.(only|skip)\(/i;
    const marked = all.filter(
      (file) => file !== "tests/architecture.test.ts" && marks.test(readFileSync(join(root, file), "utf8")),
    );
    expect(marked).toEqual([]);
  });
});
