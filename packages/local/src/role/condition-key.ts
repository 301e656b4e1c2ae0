/**
 * Condition keys whose value the stage knows for every request: a key that isn't set then is known to be absent. All
 * others, tags and source addresses among them, can't be answered here: docs/local-stage.md, Roles.
 */
const KNOWN = new Set(
  [
    "aws:CurrentTime",
    "aws:EpochTime",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalServiceName",
    "aws:PrincipalType",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SecureTransport",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:username",
    "aws:ViaAWSService",
    "dynamodb:EnclosingOperation",
    "dynamodb:LeadingKeys",
    "dynamodb:ReturnConsumedCapacity",
    "dynamodb:ReturnValues",
    "dynamodb:Select",
    "events:detail-type",
    "events:source",
    "iam:AssociatedResourceArn",
    "iam:PassedToService",
    "kms:CallerAccount",
    "kms:ViaService",
    "lambda:SourceFunctionArn",
    "s3:delimiter",
    "s3:max-keys",
    "s3:prefix",
    "ses:ApiVersion",
    "ses:FeedbackAddress",
    "ses:FromAddress",
    "ses:FromDisplayName",
    "ses:Recipients",
    "ssm:Recursive",
  ].map((key) => key.toLowerCase()),
);

/** Keys are written in any case: CDK's `AWS:SourceArn` is `aws:SourceArn`. */
export const isKnown = (key: string): boolean => KNOWN.has(key.toLowerCase());
