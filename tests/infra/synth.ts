import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../infra/path.ts";
import type { Settings } from "../../infra/stages.ts";

export type Properties = Record<string, unknown>;
export type Resource = {
  Type: string;
  Properties: Properties;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
};
export type Template = { Resources: Record<string, Resource>; Outputs?: Record<string, unknown> };

/** A stage with everything that a stage can have. */
export const FULL: Settings = {
  production: true,
  host: "crm.example",
  certificate: "arn:aws:acm:us-east-1:123456789012:certificate/1",
  mailDomain: "crm.example",
  inbound: true,
  alarmEmail: "ops@crm.example",
};

export type Synthesized = { data: Template; app: Template; all: Template };

/** A stage's templates. Loading the CDK takes longer than all tests here, so what `infra/` makes is kept by its content. */
export async function synth(name: string, settings?: Settings): Promise<Synthesized> {
  const file = join(ROOT, ".build/synth", `${name}-${contentOf(name, settings)}.json`);
  if (!existsSync(file)) {
    const { appOf } = await import("./app.ts");
    const assembly = appOf(name, settings).synth();
    const [data, app] = ["Data", "App"].map(
      (stack) => assembly.getStackByName(`rapport-${name}-${stack}`).template,
    );
    mkdirSync(join(ROOT, ".build/synth"), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify({ data, app }));
    renameSync(`${file}.${process.pid}`, file);
  }
  const { data, app } = JSON.parse(readFileSync(file, "utf8")) as { data: Template; app: Template };
  const twice = Object.keys(data.Resources).filter((id) => id in app.Resources);
  if (twice.length > 0) throw new Error(`Both stacks have a ${twice.join(", ")}: one name, one thing.`);
  return { data, app, all: { Resources: { ...data.Resources, ...app.Resources } } };
}

function contentOf(name: string, settings?: Settings): string {
  const hash = createHash("sha256").update(JSON.stringify([name, settings]));
  for (const file of globSync("{infra/**/*.ts,package-lock.json}", { cwd: ROOT }).sort())
    hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest("hex").slice(0, 16);
}

/** Resources of a type, by logical id. */
export function ofType(template: Template, type: string): [string, Resource][] {
  return Object.entries(template.Resources).filter(([, resource]) => resource.Type === type);
}

/** Every object inside a value, itself included. */
export function* objectsIn(value: unknown): Generator<Properties> {
  if (Array.isArray(value)) for (const one of value) yield* objectsIn(one);
  else if (value && typeof value === "object") {
    yield value as Properties;
    for (const one of Object.values(value)) yield* objectsIn(one);
  }
}

/** The logical id that `Fn::GetAtt` or `Ref` points to. */
export function idOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { Ref, "Fn::GetAtt": attribute } = value as { Ref?: string; "Fn::GetAtt"?: [string, string] };
  return Ref ?? attribute?.[0];
}
