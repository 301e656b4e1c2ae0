import * as Campaign from "@rapport/core/campaign";
import { describe, expect, it } from "vitest";
import { withSending } from "./hooks.ts";
import { crowd, mailsIn, released, resultsOf, stateOf } from "./made.ts";
import { aCampaign } from "./stand.ts";

const stage = withSending();

const mailsTo = (domain: string) => mailsIn(stage, domain);

describe("a campaign that is paused or cancelled", () => {
  it("holds while it is paused, goes on where it was, and skips the rest when it is cancelled", async () => {
    const made = await aCampaign(stage, crowd(230, "pause.example"), { perHour: 3_000 });
    const { id, marketer } = made;
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    await stage.minute();
    expect(mailsTo("pause.example")).toHaveLength(50);
    await marketer(() => Campaign.pause({ id }));
    for (let minute = 0; minute < 5; minute++) await stage.minute();
    expect(mailsTo("pause.example")).toHaveLength(50);
    await marketer(() => Campaign.resume({ id }));
    await stage.minute();
    expect(mailsTo("pause.example").length).toBeGreaterThan(50);
    const before = mailsTo("pause.example").length;
    await marketer(() => Campaign.cancel({ id }));
    await stage.minute();
    expect(mailsTo("pause.example")).toHaveLength(before);
    expect(await resultsOf(made)).toMatchObject({ sent: before, skipped: 230 - before, queued: 0 });
    expect(await stateOf(made)).toBe("cancelled");
  });

  it.each([
    ["paused", { sent: 30, skipped: 0 }, 50],
    ["cancelled", { sent: 30, skipped: 20 }, 30],
  ] as const)("stops between two calls when it is %s", async (state, results, atLast) => {
    const made = await aCampaign(stage, crowd(50, `${state}.example`));
    const { id, marketer } = made;
    const [message] = await released(stage, made);
    const body = { ...(message!.body as Campaign.Message), perSecond: 10, perCall: 10 };
    let pauses = 0;
    const pause = async () => {
      if (++pauses !== 3) return;
      await marketer<unknown>(() => (state === "paused" ? Campaign.pause({ id }) : Campaign.cancel({ id })));
      await stage.runJobs();
    };
    expect(await stage.sendOne({ ...message!, body }, { ...stage.tools, pause })).toBe("more");
    expect(mailsTo(`${state}.example`)).toHaveLength(30);
    expect(await resultsOf(made)).toMatchObject(results);
    if (state === "paused") await marketer(() => Campaign.resume({ id }));
    for (let minute = 0; minute < 3; minute++) await stage.minute();
    expect(mailsTo(`${state}.example`)).toHaveLength(atLast);
  });

  it("sends a throttled one's mails one by one over the hour, and no faster", async () => {
    const made = await aCampaign(stage, crowd(4, "slowly.example"), { perHour: 60 });
    await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
    const seen: number[] = [];
    for (let minute = 0; minute < 6; minute++) {
      await stage.minute();
      seen.push(mailsTo("slowly.example").length);
    }
    expect(seen).toEqual([1, 2, 3, 4, 4, 4]);
    expect(await stateOf(made)).toBe("finished");
  });

  it("loses nobody whose message arrived while it was paused", async () => {
    const made = await aCampaign(stage, crowd(60, "inflight.example"));
    const { id, marketer } = made;
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    await stage.runJobs();
    stage.turn(60_000);
    await Campaign.pace();
    await marketer(() => Campaign.pause({ id }));
    for (const message of stage.queues.take("send")) expect(await stage.sendOne(message)).toBe("held");
    await marketer(() => Campaign.resume({ id }));
    await stage.minute();
    await stage.minute();
    expect(mailsTo("inflight.example")).toHaveLength(60);
    expect(await stateOf(made)).toBe("finished");
  });
});
