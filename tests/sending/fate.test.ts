import { send } from "@rapport/core/aws/email";
import * as Campaign from "@rapport/core/campaign";
import { describe, expect, it, vi } from "vitest";
import { withSending } from "./hooks.ts";
import { crowd, limited, mailsIn, released, resultsOf, sent, stateOf, sumOf } from "./made.ts";
import type { Message } from "./queues.ts";
import { aCampaign } from "./stand.ts";

const stage = withSending();

const mailsTo = (domain: string) => mailsIn(stage, domain);

describe("what becomes of a mail", () => {
  it("never sends one of unknown fate again, and SES's event resolves it", async () => {
    const made = await aCampaign(stage, crowd(3, "lost.example"));
    stage.fail(() => "after");
    for (const message of await released(stage, made)) await stage.sendOne(message);
    expect(await resultsOf(made)).toMatchObject({ sent: 0, unknown: 3 });
    stage.turn(60_000);
    await Campaign.pace();
    expect(await stateOf(made)).toBe("finished-with-errors");
    await stage.tell();
    expect(await resultsOf(made)).toMatchObject({ sent: 3, unknown: 0, delivered: 3 });
    expect(await stateOf(made)).toBe("finished");
    expect(mailsTo("lost.example")).toHaveLength(3);
  });

  it("believes what SES told while the sender was at work, once that sender is gone", async () => {
    const made = await aCampaign(stage, crowd(3, "slow.example"));
    stage.fail(() => "slow");
    const [message] = await released(stage, made);
    const asleep = stage.sendOne(message!);
    await vi.waitFor(() => expect(stage.held()).toBe(1), 10_000);
    await stage.tell();
    expect(await sumOf(made)).toMatchObject({ claimed: 3, sent: 0 });
    stage.turn(120_000);
    await Campaign.pace();
    expect(await sumOf(made)).toMatchObject({ claimed: 0, sent: 3, unknown: 0 });
    stage.fail(undefined);
    stage.wake();
    await asleep;
    expect(await resultsOf(made)).toMatchObject({ sent: 3, delivered: 3, unknown: 0 });
    expect(mailsTo("slow.example")).toHaveLength(3);
  });

  it("sends again, in the next minutes, to those alone whom SES held off", async () => {
    const made = await aCampaign(stage, crowd(70, "throttled.example"));
    let calls = 0;
    const later = { ...stage.tools, timeLeft: () => ++calls !== 1 };
    const [first, second] = await released(stage, made);
    expect(await stage.sendOne(first!, later)).toBe("more");
    expect(await stage.sendOne(second!)).toBe("done");
    expect(await sumOf(made)).toMatchObject({ queued: 50, sent: 20 });
    for (let minute = 0; minute < 5; minute++) await stage.minute();
    expect(mailsTo("throttled.example")).toHaveLength(70);
    expect(await stateOf(made)).toBe("finished");
  });

  it("hands over again a moment later to whom SES had no room for in that second", async () => {
    const made = await aCampaign(stage, crowd(60, "crowded.example"));
    const [first, second] = await released(stage, made);
    limited(stage, 55);
    stage.fail(() => undefined);
    const pauses: number[] = [];
    const pause = async (milliseconds: number) => {
      pauses.push(milliseconds);
      stage.turn(milliseconds);
    };
    const paced = (message: Message | undefined, more: object) =>
      stage.sendOne(
        { ...message!, body: { ...(message!.body as object), ...more } },
        { ...stage.tools, pause },
      );
    // Both at the same moment: five of the second's ten find room, five wait.
    expect(await paced(first, { waitMs: 0 })).toBe("done");
    expect(mailsTo("crowded.example")).toHaveLength(50);
    expect(await paced(second, { waitMs: 0 })).toBe("done");
    expect(mailsTo("crowded.example")).toHaveLength(60);
    expect(stage.calls()).toBe(3);
    expect(pauses).toHaveLength(1);
    expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
    expect(await sumOf(made)).toMatchObject({ queued: 0, sent: 60 });
  });

  it("gives a chunk back, and says why, when SES has no room for longer", async () => {
    const made = await aCampaign(stage, crowd(3, "full.example"));
    const [message] = await released(stage, made);
    limited(stage, 0);
    stage.fail(() => undefined);
    expect(await stage.sendOne(message!)).toBe("more");
    expect(stage.calls()).toBe(4);
    const said = vi.mocked(console.info).mock.calls.map(([line]) => JSON.parse(String(line)) as object);
    expect(said).toEqual([
      {
        level: "info",
        function: "send",
        campaign: made.id,
        chunk: 0,
        left: "more",
        because: "SES has no room",
      },
    ]);
    stage.mail.setQuota({ maxSendRate: 1_000 });
    for (let minute = 0; minute < 4; minute++) await stage.minute();
    expect(mailsTo("full.example")).toHaveLength(3);
    expect(await stateOf(made)).toBe("finished");
  });

  it("hands a single mail over again when SES had no room for it in that second", async () => {
    limited(stage, 1);
    const mail = { subject: "S", text: "T", html: "<p>T</p>", tags: {} };
    const kinds: string[] = [];
    const pause = (milliseconds: number) => stage.turn(milliseconds);
    for (const to of ["a@single.example", "b@single.example"])
      kinds.push((await send({ ...mail, to }, pause)).kind);
    expect(kinds).toEqual(["sent", "sent"]);
    expect(mailsTo("single.example")).toHaveLength(2);
    stage.mail.setQuota({ maxSendRate: 0 });
    expect(await send({ ...mail, to: "c@single.example" }, pause)).toMatchObject({ kind: "later" });
  });

  it("leaves unknown what was never sent, for a person to decide", async () => {
    const made = await aCampaign(stage, crowd(3, "never.example"));
    stage.fail(() => "before");
    await sent(stage, made);
    expect(await resultsOf(made)).toMatchObject({ sent: 0, unknown: 3 });
    stage.fail(undefined);
    for (let minute = 0; minute < 3; minute++) await stage.minute();
    expect(mailsTo("never.example")).toHaveLength(0);
    expect(await stateOf(made)).toBe("finished-with-errors");
    const decide = () => made.marketer(() => Campaign.decide({ id: made.id, as: "sent" }));
    await expect(decide()).rejects.toThrow("SES may still tell");
    stage.turn(24 * 3_600_000);
    await decide();
    await stage.runJobs();
    expect(await resultsOf(made)).toMatchObject({ sent: 3, unknown: 0 });
    expect(await stateOf(made)).toBe("finished");
    expect(mailsTo("never.example")).toHaveLength(0);
  });

  it("does nothing for a chunk that comes twice, and makes unknown what a killed sender had claimed", async () => {
    const made = await aCampaign(stage, crowd(120, "kill.example"));
    await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
    await stage.runJobs();
    stage.turn(60_000);
    await Campaign.pace();
    const [first, second, third] = stage.queues.take("send");
    await stage.sendOne(first!);
    expect(await stage.sendOne(first!)).toBe("done");
    const killed = { ...stage.tools, timeLeft: () => false };
    stage.fail(() => "held");
    const asleep = stage.sendOne(second!);
    await vi.waitFor(() => expect(stage.held()).toBe(1), 10_000);
    stage.fail(undefined);
    expect(await stage.sendOne(second!)).toBe("again");
    stage.turn(120_000);
    expect(await stage.sendOne(second!)).toBe("done");
    expect(await stage.sendOne(third!, killed)).toBe("more");
    expect(await sumOf(made)).toMatchObject({ sent: 50, unknown: 50, queued: 20, claimed: 0 });
    await stage.sendOne(third!);
    expect(mailsTo("kill.example")).toHaveLength(70);
    stage.wake();
    await asleep;
    expect(await sumOf(made)).toMatchObject({ sent: 120, unknown: 0 });
    expect(mailsTo("kill.example")).toHaveLength(120);
  });
});
