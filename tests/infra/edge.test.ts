import { describe, expect, test } from "vitest";
import { FULL, idOf, ofType, type Properties, synth } from "./synth.ts";

const { all } = await synth("production", FULL);
const deadLettersOf = (id: string) =>
  idOf((all.Resources[id]!.Properties.RedrivePolicy as Properties | undefined)?.deadLetterTargetArn);

describe("whatever happens later", () => {
  test("a queue that somebody reads parks what fails five times", () => {
    const read = ofType(all, "AWS::Lambda::EventSourceMapping")
      .map(([, { Properties }]) => idOf(Properties.EventSourceArn))
      .filter((id) => id !== undefined);
    expect(read.length).toBeGreaterThan(6);
    for (const id of read) {
      expect(all.Resources[id]!.Type).toBe("AWS::SQS::Queue");
      expect(all.Resources[id]!.Properties.RedrivePolicy).toMatchObject({ maxReceiveCount: 5 });
      expect(deadLettersOf(id)).toBe(`${id}Dead`);
    }
  });

  test("every queue is encrypted, and a parked message stays for 14 days", () => {
    for (const [id, { Properties }] of ofType(all, "AWS::SQS::Queue")) {
      expect(Properties.SqsManagedSseEnabled).toBe(true);
      if (!deadLettersOf(id)) expect(Properties.MessageRetentionPeriod).toBe(14 * 86_400);
    }
  });

  test("a queue hides a message six times as long as its reader may take", () => {
    for (const [, { Properties }] of ofType(all, "AWS::Lambda::EventSourceMapping")) {
      const queue = idOf(Properties.EventSourceArn);
      if (!queue) continue;
      const alias = all.Resources[idOf(Properties.FunctionName)!]!;
      const timeout = all.Resources[idOf(alias.Properties.FunctionName)!]!.Properties.Timeout as number;
      expect(all.Resources[queue]!.Properties.VisibilityTimeout).toBe(timeout * 6);
    }
  });

  test("every mapping answers for single messages, and invokes the live alias", () => {
    for (const [, { Properties }] of ofType(all, "AWS::Lambda::EventSourceMapping")) {
      expect(Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      expect(all.Resources[idOf(Properties.FunctionName)!]!.Type).toBe("AWS::Lambda::Alias");
    }
  });

  test("exactly two functions read the stream: they bisect, end, and leave what failed in a bucket", () => {
    const readers = ofType(all, "AWS::Lambda::EventSourceMapping").filter(
      ([, one]) => one.Properties.StartingPosition,
    );
    expect(readers.map(([id]) => id)).toEqual(["RelaySource", "ProjectSource"]);
    for (const [, { Properties }] of readers) {
      expect(Properties).toMatchObject({ BisectBatchOnFunctionError: true, MaximumRetryAttempts: 8 });
      // Records die after 24 hours: a reader gives up before.
      expect(Properties.MaximumRecordAgeInSeconds).toBeLessThan(86_400);
      expect(JSON.stringify(Properties.DestinationConfig)).toContain("FailureBucket");
      expect(Properties.FilterCriteria).toEqual({
        Filters: [{ Pattern: '{"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"w#"}]}}}}' }],
      });
    }
  });

  test("a rule retries for a day and then parks the event", () => {
    const rules = ofType(all, "AWS::Events::Rule");
    expect(rules.length).toBeGreaterThan(3);
    for (const [id, { Properties }] of rules)
      for (const target of Properties.Targets as Properties[]) {
        expect(target.RetryPolicy, id).toEqual({
          MaximumEventAgeInSeconds: 86_400,
          MaximumRetryAttempts: 185,
        });
        expect(idOf((target.DeadLetterConfig as Properties).Arn)).toBe("Undelivered");
        expect(all.Resources[idOf(target.Arn)!]!.Type).toBe("AWS::SQS::Queue");
      }
  });

  test("a rule may put into its queue, and nobody else's events may", () => {
    for (const [, { Properties }] of ofType(all, "AWS::Events::Rule"))
      for (const target of Properties.Targets as Properties[]) {
        const [, policy] = ofType(all, "AWS::SQS::QueuePolicy").find(
          ([, one]) => idOf((one.Properties.Queues as unknown[])[0]) === idOf(target.Arn),
        )!;
        const { Statement } = policy.Properties.PolicyDocument as { Statement: Properties[] };
        const allowed = Statement.find(({ Effect }) => Effect === "Allow")!;
        expect(allowed.Principal).toEqual({ Service: "events.amazonaws.com" });
        expect(JSON.stringify(allowed.Condition)).toContain("aws:SourceArn");
      }
  });

  test("a minute that the clock missed is parked, not repeated", () => {
    const schedules = ofType(all, "AWS::Scheduler::Schedule");
    expect(schedules.map(([id]) => id)).toEqual(["PacerSchedule", "DueSchedule"]);
    for (const [, { Properties }] of schedules) {
      const target = Properties.Target as Properties;
      expect(idOf((target.DeadLetterConfig as Properties).Arn)).toBe("MissedMinutes");
      expect(target.RetryPolicy).toMatchObject({ MaximumRetryAttempts: 0 });
    }
    for (const [, { Properties }] of ofType(all, "AWS::Lambda::EventInvokeConfig"))
      expect(idOf(((Properties.DestinationConfig as Properties).OnFailure as Properties).Destination)).toBe(
        "MissedMinutes",
      );
  });

  test("each place where something is parked rings a bell in production", () => {
    const watched = ofType(all, "AWS::CloudWatch::Alarm")
      .filter(([, { Properties }]) => Properties.MetricName === "ApproximateNumberOfMessagesVisible")
      .map(([, { Properties }]) => idOf((Properties.Dimensions as Properties[])[0]!.Value));
    const parked = ofType(all, "AWS::SQS::Queue")
      .map(([id]) => id)
      .filter((id) => !deadLettersOf(id));
    expect(watched.sort()).toEqual(parked.sort());
  });

  test("no alarm is set up in a throw-away stage", async () => {
    expect(ofType((await synth("dev")).all, "AWS::CloudWatch::Alarm")).toEqual([]);
  });
});
