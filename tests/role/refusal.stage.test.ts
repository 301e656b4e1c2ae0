import { describe, expect, test } from "vitest";
import type { Stage } from "../../packages/local/src/stage.ts";
import { type Fixture, getAtt, type Json, queue, table } from "../stage/fixture.ts";
import { allow, call, closedStages, grant, logs } from "./closed.ts";

const stages = closedStages();
let stage: Stage;
const closed = async (fixture: Fixture): Promise<void> => {
  stage = await stages.start(fixture);
};

describe("a function that does what its role doesn't allow", () => {
  const asks = call("DynamoDB_20120810.Query", "event");
  const asked = (pk: string, IndexName?: string) => ({
    TableName: stage.tables.Records,
    ...(IndexName ? { IndexName } : {}),
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: { ":pk": { S: pk } },
  });

  test("is refused in AWS's words, and told which construct to mend", async () => {
    await closed({
      functions: { worker: asks },
      resources: { Records: table(), Own: grant("workerRole", logs) },
    });
    const answer = await stage.invoke<Json>("worker", asked("w#1"));
    const arn = `arn:aws:dynamodb:us-east-1:000000000000:table/${stage.tables.Records}`;
    expect(answer).toEqual({
      status: 400,
      __type: "com.amazon.coral.service#AccessDeniedException",
      message: expect.stringMatching(
        `^User: arn:aws:sts::000000000000:assumed-role/fixture-workerRole/fixture-worker is not authorized to perform: dynamodb:Query on resource: ${arn} because no identity-based policy allows the dynamodb:Query action$`,
      ),
      Message: expect.any(String),
      Construct: "fixture/workerRole (workerRole)",
    });
    expect(stage.guard.refusals.map((one) => one.action)).toEqual(["dynamodb:Query"]);
    expect(stage.logs.map(({ line }) => line)).toContainEqual(
      expect.stringMatching(/^REFUSED User: .*\. Mend fixture\/workerRole/),
    );
    expect(stage.callsOf("worker").at(-1)).toMatchObject({ action: "Query", error: "AccessDeniedException" });
  });

  test("is kept to its keys, and an index is a resource of its own", async () => {
    const keys = { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": ["w#*"] } };
    await closed({
      functions: { worker: asks },
      resources: {
        Records: table(),
        Own: grant("workerRole", logs, allow("dynamodb:Query", getAtt("Records"), { Condition: keys })),
      },
    });
    expect(await stage.invoke("worker", asked("w#1"))).toMatchObject({ status: 200, Count: 0 });
    expect(await stage.invoke("worker", asked("session#1"))).toMatchObject({ status: 400 });
    const index = await stage.invoke<Json>("worker", asked("w#1", "gsi1"));
    expect(index.message).toMatch(/table\/fixture-Records\/index\/gsi1 because/);
  });

  test("is refused by an explicit denial that names its statement", async () => {
    const denial = { Sid: "NoKeys", Effect: "Deny", Action: "dynamodb:*", Resource: "*" };
    await closed({
      functions: { worker: asks },
      resources: { Records: table(), Own: grant("workerRole", allow("*", "*"), denial) },
    });
    const answer = await stage.invoke<Json>("worker", asked("w#1"));
    expect(answer.message).toMatch(/with an explicit deny in an identity-based policy$/);
    expect(answer.Construct).toBe("fixture/Own (Own), statement NoKeys");
  });

  test("is refused where a condition can't be answered, which is said aloud once", async () => {
    const Condition = { StringEquals: { "aws:PrincipalTag/team": "a" } };
    await closed({
      functions: { worker: asks },
      resources: {
        Records: table(),
        Own: grant("workerRole", logs, allow("dynamodb:Query", "*", { Condition })),
      },
    });
    for (const pk of ["w#1", "w#2"])
      expect(await stage.invoke("worker", asked(pk))).toMatchObject({ status: 400 });
    expect(stage.faults.splice(0).map(String)).toEqual([
      expect.stringMatching(
        /can't answer the condition key aws:PrincipalTag\/team in fixture\/Own \(Own\), statement 1/,
      ),
    ]);
  });

  test("gets a queue's refusal in SQS's words", async () => {
    await closed({
      functions: { worker: call("AmazonSQS.SendMessage", "event") },
      resources: { Jobs: queue(), Own: grant("workerRole", logs) },
    });
    const answer = await stage.invoke<Json>("worker", {
      QueueUrl: stage.queue("Jobs").plan.url,
      MessageBody: "x",
    });
    expect(answer).toMatchObject({
      status: 403,
      message: expect.stringMatching(/perform: sqs:sendmessage on resource:/),
    });
    expect(stage.queue("Jobs").counts().visible).toBe(0);
  });
});
