import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type Stack } from "aws-cdk-lib/core";
import { register } from "../../infra/register.ts";
import { type Settings, stageOf } from "../../infra/stages.ts";

/** An app with a stage's stacks; bundles are named, not read. */
export function appOf(name: string, settings?: Settings): App {
  const app = new App({
    outdir: mkdtempSync(join(tmpdir(), "rapport-synth-")),
    context: { "aws:cdk:disable-asset-staging": true, "aws:cdk:enable-asset-metadata": true },
  });
  register(app, settings ? stageOf(name, settings) : stageOf(name));
  return app;
}

export function stacksOf(app: App): Stack[] {
  return app.node.children as Stack[];
}
