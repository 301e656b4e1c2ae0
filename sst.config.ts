import type { App } from "aws-cdk-lib/core";
import { register } from "./infra/register.ts";
import { stageOf } from "./infra/stages.ts";

type SstApp = App & { stage: string; account: string; region: string };

/** SST deploys the stacks that `infra/` defines; it adds nothing to them but two tags. */
export default {
  config(given: { stage?: string }) {
    if (!given.stage) throw new Error("Name a stage: --stage NAME.");
    return { name: "rapport", region: stageOf(given.stage).region };
  },
  stacks(app: SstApp) {
    register(app, stageOf(app.stage), { account: app.account, region: app.region });
  },
};
