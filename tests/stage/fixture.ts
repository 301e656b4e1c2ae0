/**
 * Small templates with small handlers, for tests of the local stage itself:
 *
 *   const stage = await fixtureStage({
 *     functions: { echo: "export const handler = async (event) => event;" },
 *     resources: { Jobs: { Type: "AWS::SQS::Queue" } },
 *   });
 */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Stage, type StageOptions, startStage } from "../../packages/local/src/stage.ts";

export type Json = { [key: string]: unknown };

export type Fixture = {
  /** Function name → the text of its module, or the module with properties over the defaults. */
  functions?: Record<string, string | { code: string; properties?: Json }>;
  resources?: Json;
  /** Further members of the template: Conditions, Mappings, Outputs … */
  template?: Json;
  /** Roles and resources allow only what the fixture says; otherwise everything. */
  closed?: boolean;
};

const EVERYTHING = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] };
const LAMBDA = {
  Statement: [
    {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: ["lambda.amazonaws.com", "scheduler.amazonaws.com"] },
    },
  ],
};

/** Lets everyone into every queue and function, as tests want it that aren't about permissions. */
function opened(resources: Json): Json {
  const out: Json = {};
  for (const [id, resource] of Object.entries(resources)) {
    const { Type } = resource as { Type: string };
    if (Type === "AWS::SQS::Queue")
      out[`${id}Open`] = {
        Type: "AWS::SQS::QueuePolicy",
        Properties: {
          Queues: [{ Ref: id }],
          PolicyDocument: {
            Statement: [{ Effect: "Allow", Principal: "*", Action: "sqs:*", Resource: "*" }],
          },
        },
      };
    if (Type === "AWS::Lambda::Function" || Type === "AWS::Lambda::Alias")
      out[`${id}Open`] = {
        Type: "AWS::Lambda::Permission",
        Properties: { FunctionName: { Ref: id }, Principal: "*", Action: "lambda:InvokeFunction" },
      };
  }
  return out;
}

const STACK = "fixture";

/** Writes a cloud assembly of one stack; answers its folder. */
export function assembly(fixture: Fixture): string {
  const folder = mkdtempSync(join(tmpdir(), "rapport-fixture-"));
  const files: Json = {};
  const resources: Json = {};
  for (const [name, given] of Object.entries(fixture.functions ?? {})) {
    const { code, properties = {} } = typeof given === "string" ? { code: given } : given;
    mkdirSync(join(folder, `asset.${name}`));
    writeFileSync(join(folder, `asset.${name}`, "index.mjs"), code);
    files[name] = {
      source: { path: `asset.${name}`, packaging: "zip" },
      destinations: { current: { bucketName: "assets", objectKey: `${name}.zip` } },
    };
    resources[`${name}Role`] = {
      Type: "AWS::IAM::Role",
      Properties: {
        AssumeRolePolicyDocument: LAMBDA,
        Policies: fixture.closed ? [] : [{ PolicyName: "all", PolicyDocument: EVERYTHING }],
      },
    };
    resources[name] = {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: { S3Bucket: "assets", S3Key: `${name}.zip` },
        Handler: "index.handler",
        Role: { "Fn::GetAtt": [`${name}Role`, "Arn"] },
        Runtime: "nodejs24.x",
        ...properties,
      },
    };
  }
  const all = { ...resources, ...fixture.resources };
  const template = { Resources: { ...(fixture.closed ? {} : opened(all)), ...all }, ...fixture.template };
  const write = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  write(`${STACK}.template.json`, template);
  write(`${STACK}.assets.json`, { files });
  write("manifest.json", {
    artifacts: {
      [`${STACK}.assets`]: { type: "cdk:asset-manifest", properties: { file: `${STACK}.assets.json` } },
      [STACK]: { type: "aws:cloudformation:stack", properties: { templateFile: `${STACK}.template.json` } },
    },
  });
  return folder;
}

export async function fixtureStage(fixture: Fixture, options: StageOptions = {}): Promise<Stage> {
  return startStage({ assembly: assembly(fixture), ...options });
}

/** A table with a stream, as the templates have it. */
export const table = (more: Json = {}): Json => ({
  Type: "AWS::DynamoDB::Table",
  Properties: {
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    AttributeDefinitions: [
      { AttributeName: "pk", AttributeType: "S" },
      { AttributeName: "sk", AttributeType: "S" },
    ],
    BillingMode: "PAY_PER_REQUEST",
    StreamSpecification: { StreamViewType: "NEW_AND_OLD_IMAGES" },
    ...more,
  },
});

export const queue = (properties: Json = {}): Json => ({ Type: "AWS::SQS::Queue", Properties: properties });

export const getAtt = (id: string, name = "Arn"): Json => ({ "Fn::GetAtt": [id, name] });

export const mapping = (fn: string, source: Json, more: Json = {}): Json => ({
  Type: "AWS::Lambda::EventSourceMapping",
  Properties: { FunctionName: { Ref: fn }, EventSourceArn: source, ...more },
});

/**
 * A handler that writes each event as one line of its log: `seen(stage, "name")` reads them.
 * `body` runs before the answer, with `event` at hand.
 */
export const recording = (body = ""): string =>
  `export const handler = async (event, context) => { console.log("SEEN " + JSON.stringify(event)); ${body} };`;

export function seen<T = Json>(stage: Stage, name: string): T[] {
  return stage.logs
    .filter((entry) => entry.name === name && entry.line.startsWith("SEEN "))
    .map((entry) => JSON.parse(entry.line.slice(5)) as T);
}
