import { CfnEmailIdentity, CfnReceiptRuleSet } from "aws-cdk-lib/aws-ses";
import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { RULE_SET } from "./mail.ts";

/** What AWS has once in an account and region: `npm run deploy -- --stage account`. */
export class AccountStack extends Stack {
  constructor(scope: Construct, id: string, mailDomains: string[], props: StackProps) {
    super(scope, id, { ...props, terminationProtection: true });
    new CfnReceiptRuleSet(this, "ReceiptRules", { ruleSetName: RULE_SET });
    for (const domain of mailDomains)
      new CfnEmailIdentity(this, `Identity${domain.replace(/[^a-z0-9]/gi, "")}`, {
        emailIdentity: domain,
        dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
      });
  }
}
