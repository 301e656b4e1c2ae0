import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { getAtt, type Json, queue, table } from "../stage/fixture.ts";
import { allow, call, closedStages, document, grant, logs } from "./closed.ts";

const stages = closedStages();
let stage: Stage;

const own = (...statements: Json[]): Json => grant("workerRole", ...statements);
const key = (...statements: Json[]): Json => ({
  Type: "AWS::KMS::Key",
  Properties: { KeyPolicy: document(...statements), EnableKeyRotation: true },
});
/** Leaves it to the account's own policies, as keys are made. */
const account = allow("kms:*", "*", { Principal: { AWS: "arn:aws:iam::000000000000:root" } });
const uses = ["kms:GenerateDataKey", "kms:Decrypt"];

async function start(resources: Json): Promise<void> {
  stage = await stages.start({
    functions: { worker: call(undefined, "event.input") },
    resources: {
      Jobs: queue({ KmsMasterKeyId: getAtt("Key") }),
      Plain: queue({ KmsMasterKeyId: "alias/aws/sqs" }),
      ...resources,
    },
  });
}

const send = (name: string) =>
  stage.invoke<Json>("worker", {
    target: "AmazonSQS.SendMessage",
    input: { QueueUrl: stage.queue(name).plan.url, MessageBody: "x" },
  });

describe("what is encrypted with a customer's key", () => {
  test("needs the key, too, and names it when it is missing; AWS's own key asks nobody", async () => {
    await start({ Key: key(account), Own: own(logs, allow("sqs:SendMessage", "*")) });
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
      Own: own(logs, allow("sqs:SendMessage", "*"), allow(uses, getAtt("Key"))),
    });
    expect(await send("Jobs")).toMatchObject({ status: 200 });
    await stages.stop();
    const named = allow("kms:*", "*", { Principal: { AWS: getAtt("workerRole") } });
    await start({ Key: key(named), Own: own(logs, allow("sqs:SendMessage", "*")) });
    expect(await send("Jobs")).toMatchObject({ status: 200 });
  });

  test("is shut to a role whom only its own policy lets in, and says to mend the key", async () => {
    await start({ Key: key(), Own: own(logs, allow("sqs:SendMessage", "*"), allow(uses, getAtt("Key"))) });
    const refused = await send("Jobs");
    expect(refused.message).toMatch(/because no resource-based policy allows the kms:GenerateDataKey action/);
  });

  test("holds for tables as well", async () => {
    const sealed = table({
      SSESpecification: { SSEEnabled: true, SSEType: "KMS", KMSMasterKeyId: getAtt("Key") },
    });
    await start({ Key: key(account), Records: sealed, Own: own(logs, allow("dynamodb:GetItem", "*")) });
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
