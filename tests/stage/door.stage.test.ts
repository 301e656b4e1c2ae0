import { DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DynamoDBStreamsClient, ListStreamsCommand } from "@aws-sdk/client-dynamodb-streams";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetAccountCommand, SESv2Client } from "@aws-sdk/client-sesv2";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { GetParameterCommand, PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Refusal } from "../../packages/local/src/call/index.ts";
import type { Stage } from "../../packages/local/src/stage.ts";
import { fixtureStage, queue, recording, table } from "./fixture.ts";

let stage: Stage;
const set = () => ({
  endpoint: stage.awsUrl,
  region: stage.region,
  credentials: stage.credentials,
  maxAttempts: 1,
});

beforeAll(async () => {
  stage = await fixtureStage({
    functions: { worker: recording("if (event?.fail) throw new Error('no'); return { got: event };") },
    resources: {
      Records: table(),
      Jobs: queue(),
      Files: { Type: "AWS::S3::Bucket", Properties: { BucketName: "files" } },
      Named: {
        Type: "AWS::SSM::Parameter",
        Properties: { Name: "/named", Type: "String", Value: "from the template" },
      },
    },
  });
});

afterAll(() => stage.stop());

/** A request as a tool without an SDK makes it. */
const raw = (service: string, init: RequestInit & { path?: string; key?: string } = {}) =>
  fetch(stage.awsUrl + (init.path ?? "/"), {
    method: "POST",
    ...init,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${init.key ?? "person.test"}/20250101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      ...init.headers,
    },
  });

describe("the AWS door, asked by the real clients", () => {
  test("DynamoDB and its streams", async () => {
    const client = new DynamoDBClient(set());
    const TableName = stage.tables.Records!;
    const Item = { pk: { S: "w#1" }, sk: { S: "a" }, n: { N: "1" } };
    await client.send(new PutItemCommand({ TableName, Item }));
    expect(
      (await client.send(new GetItemCommand({ TableName, Key: { pk: Item.pk, sk: Item.sk } }))).Item,
    ).toEqual(Item);
    await expect(client.send(new PutItemCommand({ TableName, Item: {} }))).rejects.toMatchObject({
      name: "ValidationException",
    });
    const streams = await new DynamoDBStreamsClient(set()).send(new ListStreamsCommand({}));
    expect(streams.Streams).toHaveLength(1);
  });

  test("SQS, attributes and checksums included", async () => {
    const client = new SQSClient(set());
    const QueueUrl = stage.queue("Jobs").plan.url;
    const MessageAttributes = {
      kind: { DataType: "String", StringValue: "a" },
      raw: { DataType: "Binary", BinaryValue: new Uint8Array([1, 2]) },
    };
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: "hello", MessageAttributes }));
    const [message] = (
      await client.send(new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ["All"] }))
    ).Messages!;
    expect(message).toMatchObject({ Body: "hello", MessageAttributes: { kind: { StringValue: "a" } } });
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message!.ReceiptHandle }));
    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: "a", MessageBody: "x" },
          { Id: "b", MessageBody: "\u0000" },
        ],
      }),
    );
    expect(answer.Successful?.map((entry) => entry.Id)).toEqual(["a"]);
    expect(answer.Failed?.map((entry) => entry.Id)).toEqual(["b"]);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }),
    );
    expect(Attributes).toMatchObject({ ApproximateNumberOfMessages: "1", VisibilityTimeout: "30" });
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: `${QueueUrl}x`, MessageBody: "x" })),
    ).rejects.toMatchObject({
      name: "QueueDoesNotExist",
    });
  });

  test("S3 by signed requests, path style", async () => {
    const client = new S3Client(set());
    await client.send(new PutObjectCommand({ Bucket: "files", Key: "a b/ü.txt", Body: "hello" }));
    const object = await client.send(new GetObjectCommand({ Bucket: "files", Key: "a b/ü.txt" }));
    expect(await object.Body?.transformToString()).toBe("hello");
  });

  test("SSM: the template's parameters, and secrets only to who asks for them decrypted", async () => {
    const client = new SSMClient(set());
    expect((await client.send(new GetParameterCommand({ Name: "/named" }))).Parameter?.Value).toBe(
      "from the template",
    );
    await client.send(new PutParameterCommand({ Name: "/s/key", Value: "hush", Type: "SecureString" }));
    expect((await client.send(new GetParameterCommand({ Name: "/s/key" }))).Parameter?.Value).not.toContain(
      "hush",
    );
    const open = await client.send(new GetParameterCommand({ Name: "/s/key", WithDecryption: true }));
    expect(open.Parameter?.Value).toBe("hush");
    await expect(client.send(new GetParameterCommand({ Name: "/none" }))).rejects.toMatchObject({
      name: "ParameterNotFound",
    });
    await expect(
      client.send(new PutParameterCommand({ Name: "/s/key", Value: "x", Type: "String" })),
    ).rejects.toMatchObject({
      name: "ParameterAlreadyExists",
    });
  });

  test("SES", async () => {
    const account = await new SESv2Client(set()).send(new GetAccountCommand({}));
    expect(account.SendQuota?.MaxSendRate).toBe(14);
  });

  test("Lambda's Invoke: the answer, a function's error, and an event accepted", async () => {
    const path = "/2015-03-31/functions/worker/invocations";
    const answer = await raw("lambda", { path, body: '{"a":1}' });
    expect(await answer.json()).toEqual({ got: { a: 1 } });
    const failed = await raw("lambda", { path, body: '{"fail":true}' });
    expect(failed.headers.get("x-amz-function-error")).toBe("Unhandled");
    expect(await failed.json()).toMatchObject({ errorType: "Error", errorMessage: "no" });
    const event = await raw("lambda", { path, body: "{}", headers: { "x-amz-invocation-type": "Event" } });
    expect(event.status).toBe(202);
    await stage.idle();
    expect((await raw("lambda", { path: path.replace("worker", "nobody"), body: "{}" })).status).toBe(404);
  });

  test("STS and CloudFormation, as far as a build without an account asks", async () => {
    const form = (fields: Record<string, string>) =>
      new URLSearchParams({ Version: "2011-06-15", ...fields });
    const identity = await raw("sts", { body: form({ Action: "GetCallerIdentity" }), key: "AKIAANYKEY" });
    expect(await identity.text()).toContain("<Account>000000000000</Account>");
    for (const [stack, output] of [
      ["CDKToolkit", "BootstrapVersion"],
      ["CDKToolkit", "BucketDomainName"],
      ["SSTBootstrap", "Version"],
    ] as const) {
      const answer = await raw("cloudformation", {
        body: form({ Action: "DescribeStacks", StackName: stack }),
      });
      expect(await answer.text()).toContain(`<OutputKey>${output}</OutputKey>`);
    }
    const none = await raw("cloudformation", { body: form({ Action: "DescribeStacks", StackName: "None" }) });
    expect([none.status, await none.text()]).toEqual([400, expect.stringContaining("does not exist")]);
  });

  test("refuses keys it didn't give, services it hasn't, and pages of a browser", async () => {
    const target = {
      "x-amz-target": "DynamoDB_20120810.ListTables",
      "content-type": "application/x-amz-json-1.0",
    };
    const stranger = await raw("dynamodb", { headers: target, body: "{}", key: "AKIASTRANGER" });
    expect(await stranger.json()).toMatchObject({ __type: "UnrecognizedClientException" });
    const unknown = await raw("logs", {
      headers: { "x-amz-target": "Logs_20140328.PutLogEvents" },
      body: "{}",
    });
    expect(await unknown.json()).toMatchObject({ __type: "UnknownOperationException" });
    const page = await raw("dynamodb", {
      headers: { ...target, origin: "https://evil.example" },
      body: "{}",
    });
    expect(page.status).toBe(403);
    const malformed = await raw("dynamodb", { headers: target, body: "{" });
    expect(await malformed.json()).toMatchObject({
      __type: "com.amazon.coral.service#SerializationException",
    });
    expect((await raw("dynamodb", { headers: target, body: "x".repeat(18 * 1024 * 1024) })).status).toBe(413);
  });
});

describe("one interceptor before every call", () => {
  test("sees who calls what with which input, and may refuse in the service's own words", async () => {
    const seen: unknown[] = [];
    const remove = stage.intercept(({ caller, service, action, input }) => {
      seen.push({ caller, service, action, table: input.TableName });
      if (action === "GetItem") throw new Refusal("ProvisionedThroughputExceededException", "slow down");
      if (service === "s3") throw new Refusal("SlowDown", "Please reduce your request rate.", 503);
      if (service === "sqs") throw new Refusal("AccessDeniedException", "not yours", 403);
    });
    const TableName = stage.tables.Records!;
    const get = new GetItemCommand({ TableName, Key: { pk: { S: "a" }, sk: { S: "a" } } });
    await expect(new DynamoDBClient(set()).send(get)).rejects.toMatchObject({
      name: "ProvisionedThroughputExceededException",
    });
    await expect(
      new S3Client(set()).send(new GetObjectCommand({ Bucket: "files", Key: "x" })),
    ).rejects.toMatchObject({ name: "SlowDown" });
    const send = new SendMessageCommand({ QueueUrl: stage.queue("Jobs").plan.url, MessageBody: "x" });
    await expect(new SQSClient(set()).send(send)).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "not yours",
    });
    remove();
    expect(seen[0]).toEqual({
      caller: { kind: "person", name: "developer" },
      service: "dynamodb",
      action: "GetItem",
      table: TableName,
    });
    await expect(new DynamoDBClient(set()).send(get)).resolves.toBeTruthy();
  });

  test("the log keeps each call with its outcome, and the meter each table's units", async () => {
    stage.meter.reset();
    const from = stage.calls.mark();
    const TableName = stage.tables.Records!;
    const client = new DynamoDBClient(set());
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "w#2" }, sk: { S: "a" } } }));
    await client.send(new PutItemCommand({ TableName, Item: {} })).catch(() => undefined);
    const log = stage.calls.by("developer", from);
    expect(log.map((call) => `${call.service}:${call.action}`)).toEqual([
      "dynamodb:PutItem",
      "dynamodb:PutItem",
    ]);
    expect(stage.meter.of(TableName)).toMatchObject({ write: 1, read: 0 });
  });
});
