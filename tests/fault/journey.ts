import { expect } from "vitest";
import { differences } from "../journey/mailing.ts";
import { walk } from "../journey/short.ts";
import { freshStage, type Stage } from "../stage/helper.ts";

const EVERY_STREAM = { duplicate: 0.2, regroup: true, interleave: true };

/** What AWS may do on any day: nothing of it is lost, much of it comes twice, late or in another order. */
export async function oddDay(seed: number): Promise<void> {
  const stage = await freshStage();
  try {
    stage.inject({
      seed,
      streams: EVERY_STREAM,
      queues: { duplicate: 0.15, reorder: true },
      events: { duplicate: 0.2 },
      calls: [
        { fault: "throttle", service: "dynamodb", rate: 0.02 },
        { fault: "conflict", service: "dynamodb", action: "TransactWriteItems", rate: 0.03 },
        { fault: "partial", service: "dynamodb", action: "Batch*", rate: 0.1 },
        { fault: "partial", service: "events", rate: 0.1 },
        { fault: "throttle", service: "ssm", kth: 2 },
        { fault: "linger", service: "ses", rate: 0.3, ms: 60 },
      ],
      mail: { events: { duplicate: 0.3 } },
    });
    const failed = await walk(stage);
    if (failed)
      throw new Error(
        `${failed.step}: ${failed.why}\n${stage.logs
          .slice(-40)
          .map(({ name, line }) => `${name}: ${line}`)
          .join("\n")}`,
      );
    await stage.idle();
    expectOnce(stage);
    expect(await differences(stage)).toEqual([]);
    expect(stage.faults.splice(0)).toEqual([]);
  } finally {
    await stage.stop();
  }
}

/** Nobody has the same mail twice. */
function expectOnce(stage: Stage): void {
  const mails = stage.inbox.list({ limit: 1_000 }).filter(({ direction }) => direction === "out");
  const names = mails.map(({ to, subject }) => `${to.join()} ${subject}`);
  expect(names.toSorted()).toEqual([...new Set(names)].sort());
}
