import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib/core";
import { register } from "../../infra/register.ts";
import { type Settings, stageOf } from "../../infra/stages.ts";

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

/** An app with a stage's stacks; bundles are named, not read. */
export function appOf(name: string, settings?: Settings): App {
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), "rapport-synth-")),
    context: { "aws:cdk:disable-asset-staging": true, "aws:cdk:enable-asset-metadata": true },
  });
  register(app, settings ? stageOf(name, settings) : stageOf(name));
  return app;
}

export function synth(name: string, settings?: Settings): { data: Template; app: Template; all: Template } {
  const assembly = appOf(name, settings).synth();
  const [data, app] = ["Data", "App"].map(
    (stack) => assembly.getStackByName(`rapport-${name}-${stack}`).template as Template,
  ) as [Template, Template];
  const twice = Object.keys(data.Resources).filter((id) => id in app.Resources);
  if (twice.length > 0) throw new Error(`Both stacks have a ${twice.join(", ")}: one name, one thing.`);
  return { data, app, all: { Resources: { ...data.Resources, ...app.Resources } } };
}

export function stacksOf(app: App): Stack[] {
  return app.node.children as Stack[];
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
