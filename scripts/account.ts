import { SESClient, SetActiveReceiptRuleSetCommand } from "@aws-sdk/client-ses";
import { RULE_SET } from "../infra/mail.ts";
import type { Stage } from "../infra/stages.ts";

/** CloudFormation makes a receipt rule set but can't make it the active one. */
export async function activateReceiptRules(stage: Stage): Promise<void> {
  await new SESClient({ region: stage.region }).send(
    new SetActiveReceiptRuleSetCommand({ RuleSetName: RULE_SET }),
  );
  console.log(`Mail received in ${stage.region} follows the rule set ${RULE_SET}.`);
}
