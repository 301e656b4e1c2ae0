import { afterEach, describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage, getAtt, type Json, queue, table } from "../stage/fixture.ts";

let stage: Stage;
let started: Stage | undefined;
afterEach(async () => {
  await started?.stop();
  started = undefined;
});

const document = (...Statement: Json[]): Json => ({ Version: "2012-10-17", Statement });
const allow = (Action: string | string[], Resource: unknown, more: Json = {}): Json => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const grant = (...statements: Json[]): Json => ({
  Type: "AWS::IAM::Policy",
  Properties: { PolicyName: "own", Roles: [{ Ref: "workerRole" }], PolicyDocument: document(...statements) },
});
const key = (...statements: Json[]): Json => ({
  Type: "AWS::KMS::Key",
  Properties: { KeyPolicy: document(...statements), EnableKeyRotation: true },
});
/** Leaves it to the account's own policies, as keys are made. */
const account = allow("kms:*", "*", { Principal: { AWS: "arn:aws:iam::000000000000:root" } });
const logs = allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*");
const uses = ["kms:GenerateDataKey", "kms:Decrypt"];

const sender = `export const handler = async ({ target, input }) => {
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: "POST", body: JSON.stringify(input), headers: {
    "x-amz-target": target,
    authorization: \`AWS4-HMAC-SHA256 Credential=\${process.env.AWS_ACCESS_KEY_ID}/20250101/us-east-1/x/aws4_request, Signature=0\`,
  } });
  return { status: answer.status, ...(await answer.json()) };
};`;

async function start(resources: Json): Promise<void> {
  stage = await fixtureStage({
    closed: true,
    functions: { worker: sender },
    resources: {
      Jobs: queue({ KmsMasterKeyId: getAtt("Key") }),
      Plain: queue({ KmsMasterKeyId: "alias/aws/sqs" }),
      ...resources,
    },
  });
  started = stage;
}

const send = (name: string) =>
  stage.invoke<Json>("worker", {
    target: "AmazonSQS.SendMessage",
    input: { QueueUrl: stage.queue(name).plan.url, MessageBody: "x" },
  });

describe("what is encrypted with a customer's key", () => {
  test("needs the key, too, and names it when it is missing; AWS's own key asks nobody", async () => {
    await start({ Key: key(account), Own: grant(logs, allow("sqs:SendMessage", "*")) });
    const refused = await send("Jobs");
    expect(refused.message).toMatch(
      /not authorized to perform: kms:GenerateDataKey on resource: arn:aws:kms:/,
    );
    expect(stage.queue("Jobs").counts().visible).toBe(0);
    expect(await send("Plain")).toMatchObject({ status: 200 });
  });

  test("is open to a role that the key's policy lets in, itself or by the account", async () => {
    await start({
      Key: key(account),
      Own: grant(logs, allow("sqs:SendMessage", "*"), allow(uses, getAtt("Key"))),
    });
    expect(await send("Jobs")).toMatchObject({ status: 200 });
    await started?.stop();
    const named = allow("kms:*", "*", { Principal: { AWS: getAtt("workerRole") } });
    await start({ Key: key(named), Own: grant(logs, allow("sqs:SendMessage", "*")) });
    expect(await send("Jobs")).toMatchObject({ status: 200 });
  });

  test("is shut to a role whom only its own policy lets in, and says to mend the key", async () => {
    await start({ Key: key(), Own: grant(logs, allow("sqs:SendMessage", "*"), allow(uses, getAtt("Key"))) });
    const refused = await send("Jobs");
    expect(refused.message).toMatch(/because no resource-based policy allows the kms:GenerateDataKey action/);
  });

  test("holds for tables as well", async () => {
    const sealed = table({
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: getAtt("Key") },
    });
    await start({ Key: key(account), Records: sealed, Own: grant(logs, allow("dynamodb:GetItem", "*")) });
    const input = { TableName: stage.tables.Records, Key: { pk: { S: "a" }, sk: { S: "b" } } };
    const answer = await stage.invoke<Json>("worker", { target: "DynamoDB_20120810.GetItem", input });
    expect(answer.message).toMatch(/kms:Decrypt on resource/);
  });
});

describe("policies that the template only names", () => {
  const managed = (Ref: unknown) => ({
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: document(
        allow("sts:AssumeRole", "*", { Principal: { Service: "lambda.amazonaws.com" } }),
      ),
      ManagedPolicyArns: [Ref],
    },
  });

  test("stop start-up when AWS keeps them, for what they allow isn't known here", async () => {
    const arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    await expect(start({ Key: key(account), workerRole: managed(arn) })).rejects.toThrow(
      /doesn't know the managed policy arn:aws:iam::aws:policy\/service-role\/AWSLambdaBasicExecutionRole/,
    );
  });

  test("count when the template makes them", async () => {
    const Shared = {
      Type: "AWS::IAM::ManagedPolicy",
      Properties: {
        ManagedPolicyName: "shared",
        PolicyDocument: document(logs, allow("sqs:SendMessage", "*")),
      },
    };
    await start({ Key: key(account), Shared, workerRole: managed({ Ref: "Shared" }) });
    expect(await send("Plain")).toMatchObject({ status: 200 });
  });
});
