import { type App, DefaultStackSynthesizer, type Environment, Tags } from "aws-cdk-lib/core";
import { AccountStack } from "./account-stack.ts";
import { AppStack } from "./app-stack.ts";
import { DataStack } from "./data-stack.ts";
import { type Stage, stages } from "./stages.ts";

/** The stage that is the account itself: what AWS has once. */
export const ACCOUNT = "account";

/** Puts a stage's stacks into an app, whoever made it: `app.ts` here, SST on a deploy, a test. */
export function register(app: App, stage: Stage, env?: Environment): void {
  // The only thing its rule checks is a bootstrap that is years older than these constructs.
  const synthesizer = () => new DefaultStackSynthesizer({ generateBootstrapVersionRule: false });
  const props = () => ({ env, synthesizer: synthesizer(), analyticsReporting: false });
  if (stage.name === ACCOUNT) {
    const domains = Object.values(stages).flatMap((one) =>
      one.production && one.mailDomain ? [one.mailDomain] : [],
    );
    new AccountStack(app, "rapport-account", [...new Set(domains)], props());
  } else {
    const data = new DataStack(app, `rapport-${stage.name}-Data`, stage, props());
    new AppStack(app, `rapport-${stage.name}-App`, stage, data, props());
  }
  Tags.of(app).add("rapport:stage", stage.name);
}
