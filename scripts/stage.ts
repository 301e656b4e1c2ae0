import { parseArgs } from "node:util";
import { buildFunctions, check } from "../infra/build.ts";
import { ACCOUNT } from "../infra/register.ts";
import { type Stage, stageOf } from "../infra/stages.ts";
import { activateReceiptRules } from "./account.ts";
import { emptyBuckets } from "./bucket.ts";
import { rebuild } from "./rebuild.ts";
import { replay } from "./replay.ts";
import { rollBack } from "./rollback.ts";
import { forgetSecrets, keepSecrets } from "./secret.ts";
import { outputs } from "./stack.ts";
import { npm, sst } from "./tool.ts";
import { publish } from "./web.ts";

const USAGE = `npm run deploy|diff|build:stage|remove|rollback|replay -- --stage NAME

  deploy       bundles the code, makes the stage's secrets, deploys its stacks, publishes the client
  diff         shows what a deployment would change
  build:stage  makes the templates with SST, deploys nothing
  remove       deletes a stage and all its data; a production stage is refused
  rollback     takes back the last deployment's code
  replay       hands batches that stream readers gave up to them again
  rebuild      rebuilds the reports; with --compare prints how they differ from a recount`;

const commands: Record<string, (stage: Stage) => Promise<void>> = {
  deploy,
  diff,
  build,
  remove,
  rollback: rollBack,
  replay,
  rebuild: (stage) => rebuild(stage, values.compare),
};

const { values, positionals } = parseArgs({
  options: { stage: { type: "string" }, compare: { type: "boolean", default: false } },
  allowPositionals: true,
});
const command = commands[positionals[0] ?? ""];
if (!command || !values.stage) {
  console.error(USAGE);
  process.exitCode = 1;
} else {
  try {
    await command(stageOf(values.stage));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

async function deploy(stage: Stage): Promise<void> {
  if (stage.name === "local") throw new Error("The stage local runs on the laptop: npm run dev.");
  if (stage.name === ACCOUNT) {
    await sst("deploy", stage);
    return activateReceiptRules(stage);
  }
  if (!stage.mailDomain)
    console.warn(`Stage ${stage.name} has no mailDomain in infra/stages.ts: SES will refuse its mail.`);
  await bundle();
  await npm("run", "build:web");
  await keepSecrets(stage);
  await sst("deploy", stage);
  const { AppUrl, OpenUrl, WebBucket } = await outputs(stage);
  await publish(stage, WebBucket!);
  console.log(`\n${stage.name} is ready: ${AppUrl} (open host ${OpenUrl})`);
}

async function diff(stage: Stage): Promise<void> {
  if (stage.name !== ACCOUNT) await bundle();
  await sst("diff", stage);
}

async function build(stage: Stage): Promise<void> {
  if (stage.name !== ACCOUNT) await bundle();
  await sst("build", stage);
}

async function remove(stage: Stage): Promise<void> {
  if (stage.name === ACCOUNT)
    throw new Error("Other stages receive mail through the account's stack: it stays.");
  if (stage.production)
    throw new Error(
      `${stage.name} is a production stage. Take "production" from infra/stages.ts and deploy it first: that lifts the protection, on purpose in a step of its own.`,
    );
  // SST makes the templates anew to learn what to remove.
  await bundle();
  await emptyBuckets(stage);
  await sst("remove", stage);
  await forgetSecrets(stage);
}

async function bundle(): Promise<void> {
  check(await buildFunctions());
}
