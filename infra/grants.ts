import type { Table } from "aws-cdk-lib/aws-dynamodb";
import type { EventBus } from "aws-cdk-lib/aws-events";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Queue } from "aws-cdk-lib/aws-sqs";
import { Aws } from "aws-cdk-lib/core";
import type { Buckets } from "./buckets.ts";
import type { FunctionSpec, Grant } from "./functions.ts";
import type { Stage } from "./stages.ts";
import { INDEXES, type Tables } from "./tables.ts";

/** All that a function can be granted. */
export type Granted = {
  stage: Stage;
  tables: Tables;
  buckets: Buckets;
  bus: EventBus;
  queues: Record<string, Queue>;
  configurationSet: string;
  urls: { app: string; open: string };
};

type Meaning = { env: Record<string, string>; allow: PolicyStatement[] };

/** The environment of exactly what the function was granted. */
export function environmentOf(spec: FunctionSpec, granted: Granted): Record<string, string> {
  return Object.assign({}, ...spec.grants.map((grant) => meaning(grant, spec, granted).env));
}

export function statementsOf(spec: FunctionSpec, granted: Granted): PolicyStatement[] {
  return spec.grants.flatMap((grant) => meaning(grant, spec, granted).allow);
}

/** SSM path of a stage's secrets; `npm run deploy` makes them. */
export function secretsPath(stage: Stage): string {
  return `/rapport/${stage.name}`;
}

const READ = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
const WRITE = [
  "dynamodb:PutItem",
  "dynamodb:UpdateItem",
  "dynamodb:DeleteItem",
  "dynamodb:BatchWriteItem",
  "dynamodb:ConditionCheckItem",
];

function meaning(grant: Grant, spec: FunctionSpec, granted: Granted): Meaning {
  const { tables, buckets, queues, stage } = granted;
  const keyed = (actions: string[], table: Table, indexes: readonly string[] = []) =>
    new PolicyStatement({
      actions,
      resources: [table.tableArn, ...indexes.map((index) => `${table.tableArn}/index/${index}`)],
      conditions: spec.keys && {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": spec.keys.map((prefix) => `${prefix}*`) },
      },
    });
  const objects = (actions: string[], bucket: Buckets[keyof Buckets], prefixes: string[]) =>
    new PolicyStatement({ actions, resources: prefixes.map((prefix) => bucket.arnForObjects(`${prefix}*`)) });
  const queue = (id: string, variable: string): Meaning => ({
    env: { [variable]: queues[id]!.queueUrl },
    allow: [new PolicyStatement({ actions: ["sqs:SendMessage"], resources: [queues[id]!.queueArn] })],
  });
  const records = { RECORDS_TABLE: tables.records.tableName };
  const reports = { REPORTS_TABLE: tables.reports.tableName };
  const history = { HISTORY_TABLE: tables.history.tableName };
  const files = { FILES_BUCKET: buckets.files.bucketName };
  const meanings: Record<Grant, () => Meaning> = {
    "records.read": () => ({ env: records, allow: [keyed(READ, tables.records, INDEXES)] }),
    "records.write": () => ({ env: records, allow: [keyed(WRITE, tables.records)] }),
    "records.scan": () => ({ env: records, allow: [keyed(["dynamodb:Scan"], tables.records)] }),
    // A person's key lies on the contact: what a change told of somebody is encrypted with it.
    "people.keys": () => ({
      env: records,
      allow: [
        new PolicyStatement({
          actions: ["dynamodb:BatchGetItem"],
          resources: [tables.records.tableArn],
          conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["w#*#contact#*"] } },
        }),
      ],
    }),
    "reports.read": () => ({ env: reports, allow: [keyed(READ, tables.reports)] }),
    "reports.write": () => ({ env: reports, allow: [keyed(WRITE, tables.reports)] }),
    "reports.scan": () => ({ env: reports, allow: [keyed(["dynamodb:Scan"], tables.reports)] }),
    "history.read": () => ({
      env: history,
      allow: [keyed(["dynamodb:GetItem", "dynamodb:Query"], tables.history)],
    }),
    "history.append": () => ({ env: history, allow: [keyed(["dynamodb:PutItem"], tables.history)] }),
    "files.read": () => ({
      env: files,
      allow: [objects(["s3:GetObject"], buckets.files, FOLDERS)],
    }),
    // Without it S3 answers 403 where an object is missing, as if it were kept from us.
    "files.look": () => ({
      env: files,
      allow: [new PolicyStatement({ actions: ["s3:ListBucket"], resources: [buckets.files.bucketArn] })],
    }),
    "files.write": () => ({
      env: files,
      allow: [objects(["s3:PutObject"], buckets.files, FOLDERS)],
    }),
    "mailbox.read": () => ({
      env: { MAIL_BUCKET: buckets.mail.bucketName },
      allow: [objects(["s3:GetObject"], buckets.mail, [MAILBOX])],
    }),
    "bus.put": () => ({
      env: { BUS_NAME: granted.bus.eventBusName },
      allow: [new PolicyStatement({ actions: ["events:PutEvents"], resources: [granted.bus.eventBusArn] })],
    }),
    "queue.import": () => queue("ImportQueue", "IMPORT_QUEUE_URL"),
    "queue.audience": () => queue("AudienceQueue", "AUDIENCE_QUEUE_URL"),
    "queue.send": () => queue("SendQueue", "SEND_QUEUE_URL"),
    "queue.mail": () => queue("MailQueue", "MAIL_QUEUE_URL"),
    // Not a permission: whom the stage may mail, for those who count them before.
    "mail.allow": () => ({ env: { MAIL_ALLOW: stage.allowList.join(",") }, allow: [] }),
    "ses.send": () => mailing(["ses:SendEmail"], [], granted),
    // A bulk call names a template, though ours travels inside it.
    "ses.bulk": () => mailing(["ses:SendBulkEmail"], ["template/*"], granted),
    "ses.quota": () => ({
      env: {},
      allow: [new PolicyStatement({ actions: ["ses:GetAccount"], resources: ["*"] })],
    }),
    secrets: () => ({
      env: { SECRETS_PATH: secretsPath(stage) },
      allow: [
        new PolicyStatement({
          actions: ["ssm:GetParameter"],
          resources: SECRETS.map((name) => arn("ssm", `parameter${secretsPath(stage)}/${name}`)),
        }),
      ],
    }),
    "url.app": () => ({ env: { APP_URL: granted.urls.app }, allow: [] }),
    "url.open": () => ({ env: { OPEN_URL: granted.urls.open }, allow: [] }),
  };
  return meanings[grant]();
}

/** Folders of the Files bucket, and the one that the receipt rule fills. */
export const FOLDERS = ["imports/", "exports/", "attachments/"];
export const MAILBOX = "inbound/";
/** `signing-key` signs cursors, links and hashes; `origin-secret` is what only CloudFront knows. */
export const SECRETS = ["signing-key", "origin-secret"] as const;

function mailing(actions: string[], more: string[], { stage, configurationSet }: Granted): Meaning {
  // In SES's sandbox the recipients' identities are asked for, too.
  const identity = stage.production ? (stage.mailDomain ?? stage.mailFrom) : "*";
  return {
    env: {
      MAIL_FROM: stage.mailFrom,
      CONFIGURATION_SET: configurationSet,
      MAIL_ALLOW: stage.allowList.join(","),
      // Where answers come in.
      ...(stage.inbound ? { INBOUND_DOMAIN: stage.mailDomain! } : {}),
    },
    allow: [
      new PolicyStatement({
        actions,
        resources: [`identity/${identity}`, `configuration-set/${configurationSet}`, ...more].map((one) =>
          arn("ses", one),
        ),
        conditions: {
          StringLike: { "ses:FromAddress": stage.mailDomain ? `*@${stage.mailDomain}` : stage.mailFrom },
        },
      }),
    ],
  };
}

function arn(service: string, resource: string): string {
  return `arn:${Aws.PARTITION}:${service}:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}
