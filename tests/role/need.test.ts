import { describe, expect, test } from "vitest";
import { needsOf } from "../../packages/local/src/role/need/index.ts";

const world = {
  account: "000000000000",
  region: "us-east-1",
  hashOf: (table: string, index: string | undefined) =>
    table === "t" ? (index ? `${index}pk` : "pk") : undefined,
  identities: () => [] as string[],
};
const table = "arn:aws:dynamodb:us-east-1:000000000000:table/t";

type Short = [action: string, resource: string, leading?: unknown];
/** Needs as pairs, with the leading keys where there are some. */
const needs = (
  service: string,
  action: string,
  input: Record<string, unknown>,
): (Short | Short[])[] | undefined =>
  needsOf({ service, action, input }, world)?.map((either) => {
    const short = either.map(({ action: name, resource, context }): Short => {
      const keys = context["dynamodb:LeadingKeys"];
      return keys === undefined ? [name, resource] : [name, resource, keys];
    });
    return short.length === 1 ? short[0]! : short;
  });

describe("a call to DynamoDB needs", () => {
  test("its own action on the table, with the partition key it touches", () => {
    const Key = { pk: { S: "w#1" }, sk: { S: "a" } };
    for (const action of ["GetItem", "UpdateItem", "DeleteItem"])
      expect(needs("dynamodb", action, { TableName: "t", Key })).toEqual([
        [`dynamodb:${action}`, table, ["w#1"]],
      ]);
    expect(needs("dynamodb", "PutItem", { TableName: table, Item: Key })).toEqual([
      ["dynamodb:PutItem", table, ["w#1"]],
    ]);
    expect(needs("dynamodb", "Scan", { TableName: "t" })).toEqual([["dynamodb:Scan", table]]);
  });

  test("an index's own ARN for a query on it, and that index's key", () => {
    const ExpressionAttributeValues = { ":a": { S: "w#1" }, ":b": { S: "x" } };
    const asked = { TableName: "t", ExpressionAttributeNames: { "#p": "gsi1pk" }, ExpressionAttributeValues };
    for (const KeyConditionExpression of [
      "#p = :a",
      "begins_with(sk, :b) AND #p=:a",
      ":a = gsi1pk and sk = :b",
      "(#p = :a)",
    ])
      expect(needs("dynamodb", "Query", { ...asked, IndexName: "gsi1", KeyConditionExpression })).toEqual([
        ["dynamodb:Query", `${table}/index/gsi1`, ["w#1"]],
      ]);
    expect(
      needs("dynamodb", "Query", {
        TableName: "t",
        KeyConditions: { pk: { ComparisonOperator: "EQ", AttributeValueList: [{ S: "w#2" }] } },
      }),
    ).toEqual([["dynamodb:Query", table, ["w#2"]]]);
  });

  test("each member's own action in a transaction", () => {
    const key = (pk: string) => ({ pk: { S: pk }, sk: { S: "a" } });
    const TransactItems = [
      { Put: { TableName: "t", Item: key("w#1") } },
      { Update: { TableName: "t", Key: key("w#2") } },
      { Delete: { TableName: "t", Key: key("w#3") } },
      { ConditionCheck: { TableName: "u", Key: key("w#4") } },
    ];
    expect(needs("dynamodb", "TransactWriteItems", { TransactItems })).toEqual([
      ["dynamodb:PutItem", table, ["w#1"]],
      ["dynamodb:UpdateItem", table, ["w#2"]],
      ["dynamodb:DeleteItem", table, ["w#3"]],
      ["dynamodb:ConditionCheckItem", table.replace(/t$/, "u"), []],
    ]);
    expect(
      needs("dynamodb", "TransactGetItems", {
        TransactItems: [{ Get: { TableName: "t", Key: key("w#1") } }],
      }),
    ).toEqual([["dynamodb:GetItem", table, ["w#1"]]]);
  });

  test("the batch's action on each table, with the keys of all its items", () => {
    const key = (pk: string) => ({ pk: { S: pk } });
    const RequestItems = { t: { Keys: [key("w#1"), key("w#2"), key("w#1")] }, u: { Keys: [] } };
    expect(needs("dynamodb", "BatchGetItem", { RequestItems })).toEqual([
      ["dynamodb:BatchGetItem", table, ["w#1", "w#2"]],
      ["dynamodb:BatchGetItem", table.replace(/t$/, "u"), []],
    ]);
    const writes = { t: [{ PutRequest: { Item: key("w#1") } }, { DeleteRequest: { Key: key("x#1") } }] };
    expect(needs("dynamodb", "BatchWriteItem", { RequestItems: writes })).toEqual([
      ["dynamodb:BatchWriteItem", table, ["w#1", "x#1"]],
    ]);
  });

  test("the stream's ARN for a read of it, also behind an iterator", () => {
    const stream = `${table}/stream/2025`;
    expect(needs("dynamodb", "GetRecords", { ShardIterator: `${stream}|1|abc` })).toEqual([
      ["dynamodb:GetRecords", stream],
    ]);
    expect(needs("dynamodb", "ListStreams", {})).toEqual([["dynamodb:ListStreams", "*"]]);
  });
});

describe("a call to another service needs", () => {
  test("S3: the object, and the source of a copy", () => {
    expect(needs("s3", "PutObject", { Bucket: "files", Key: "a/b", CopySource: "mail/x" })).toEqual([
      ["s3:PutObject", "arn:aws:s3:::files/a/b"],
      ["s3:GetObject", "arn:aws:s3:::mail/x"],
    ]);
    expect(needs("s3", "ListBucket", { Bucket: "files", Prefix: "a" })).toEqual([
      ["s3:ListBucket", "arn:aws:s3:::files"],
    ]);
  });

  test("SQS: a batch what a message needs", () => {
    const jobs = "arn:aws:sqs:us-east-1:000000000000:jobs";
    expect(needs("sqs", "SendMessageBatch", { QueueUrl: "http://127.0.0.1:1/000000000000/jobs" })).toEqual([
      ["sqs:SendMessage", jobs],
    ]);
  });

  test("EventBridge: each entry's bus", () => {
    const bus = "arn:aws:events:us-east-1:000000000000:event-bus/";
    expect(needs("events", "PutEvents", { Entries: [{ EventBusName: "own" }, {}] })).toEqual([
      ["events:PutEvents", `${bus}own`],
      ["events:PutEvents", `${bus}default`],
    ]);
  });

  test("SSM: each parameter", () => {
    const arn = "arn:aws:ssm:us-east-1:000000000000:parameter/";
    expect(needs("ssm", "GetParameters", { Names: ["/a/b", "c"] })).toEqual([
      ["ssm:GetParameters", `${arn}a/b`],
      ["ssm:GetParameters", `${arn}c`],
    ]);
  });

  test("SES: the sender's identity or a domain above it, the configuration set, and for bulk a template", () => {
    const arn = "arn:aws:ses:us-east-1:000000000000:";
    const input = { FromEmailAddress: "Ada <ada@mail.crm.example>", ConfigurationSetName: "set" };
    const identity: Short[] = ["ada@mail.crm.example", "mail.crm.example", "crm.example"].map((one) => [
      "ses:SendBulkEmail",
      `${arn}identity/${one}`,
    ]);
    expect(needs("ses", "SendBulkEmail", input)).toEqual([
      identity,
      ["ses:SendBulkEmail", `${arn}configuration-set/set`],
      ["ses:SendBulkEmail", `${arn}template/inline`],
    ]);
    const Raw = {
      Data: Buffer.from("To: x@y.example\r\nFrom: Ada\r\n <ada@crm.example>\r\n\r\nHello").toString("base64"),
    };
    const raw = needsOf({ service: "ses", action: "SendEmail", input: { Content: { Raw } } }, world);
    expect(raw?.[0]?.[0]?.context["ses:FromAddress"]).toBe("ada@crm.example");
  });

  test("Scheduler: the right to pass the role on", () => {
    const RoleArn = "arn:aws:iam::000000000000:role/clock";
    expect(needs("scheduler", "CreateSchedule", { Name: "every", Target: { RoleArn } })).toEqual([
      ["scheduler:CreateSchedule", "arn:aws:scheduler:us-east-1:000000000000:schedule/default/every"],
      ["iam:PassRole", RoleArn],
    ]);
  });

  test("something that nobody knows, where the stage doesn't know the action", () => {
    expect(needs("ses", "PutAccountDetails", {})).toBeUndefined();
    expect(needs("route53", "ListZones", {})).toBeUndefined();
    expect(needs("sts", "GetCallerIdentity", {})).toEqual([]);
  });
});
