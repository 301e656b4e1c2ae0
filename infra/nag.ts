/** A finding of cdk-nag's AwsSolutions pack that stands, and why. `on` is tested against the construct's path. */
export type Exception = { rule: string; on: RegExp; because: string };

export const exceptions: Exception[] = [
  {
    rule: "AwsSolutions-S1",
    on: /./,
    because:
      "Access logs name the people whose files are read, and are kept by nobody here; CloudTrail's data events can be switched on for an investigation.",
  },
  {
    rule: "AwsSolutions-IAM5",
    on: /\/\w+Role$/,
    because:
      "No action has a wildcard. Resources end in one where AWS has nothing finer: objects under a prefix, log streams of the function's own group, actions that know no resource.",
  },
  {
    rule: "AwsSolutions-SQS3",
    on: /\/(Undelivered|MissedMinutes)$/,
    because: "It is a dead-letter queue: of rules and schedules, which the rule doesn't look at.",
  },
  {
    rule: "AwsSolutions-APIG4",
    on: /\/(Api|Open)Route$/,
    because:
      "Sessions and API keys are ours: the function authorizes each request (one GetItem), and CloudFront's secret header keeps others out.",
  },
  {
    rule: "AwsSolutions-CFR1",
    on: /\/(App|Open)Front$/,
    because: "A CRM's users travel; whom a company serves is its own decision.",
  },
  {
    rule: "AwsSolutions-CFR2",
    on: /\/(App|Open)Front$/,
    because:
      "A web ACL costs 5 dollars a month and more while idle. Limits per IP, key and account are the functions'.",
  },
  {
    rule: "AwsSolutions-CFR3",
    on: /\/(App|Open)Front$/,
    because:
      "CloudFront's logs hold viewers' addresses and the open host's tokens. The API logs what is needed without them.",
  },
  {
    rule: "AwsSolutions-CFR4",
    on: /\/(App|Open)Front$/,
    because: "CloudFront's own certificate fixes the protocol; a stage with a host sets TLSv1.2_2021.",
  },
];
