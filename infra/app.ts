import { join } from "node:path";
import { parseArgs } from "node:util";
import { App } from "aws-cdk-lib/core";
import { ROOT } from "./path.ts";
import { register } from "./register.ts";
import { stageOf } from "./stages.ts";

/**
 * Synthesizes a stage's templates without an account, in a second: `node infra/app.ts --stage NAME [--out FOLDER]`.
 * Bundles are named, not copied: their `aws:asset:path` is where `build.ts` put them.
 */
const { values } = parseArgs({
  options: {
    stage: { type: "string", default: "local" },
    out: { type: "string", default: join(ROOT, "cdk.out") },
  },
});
const app = new App({
  outdir: values.out,
  context: { "aws:cdk:disable-asset-staging": true, "aws:cdk:enable-asset-metadata": true },
});
register(app, stageOf(values.stage));
app.synth();
console.log(`Templates of ${values.stage} are in ${values.out}`);
