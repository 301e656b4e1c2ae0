import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import * as Suppression from "@rapport/core/suppression";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import * as Ledger from "../../packages/core/src/ledger/index.ts";
import { aCampaign, aNewDay, person, type Sending, startSending } from "./stand.ts";

let stage: Sending;
beforeAll(async () => {
  stage = await startSending();
});
afterAll(() => stage.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: aNewDay() });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  stage.fail(undefined);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Made = Awaited<ReturnType<typeof aCampaign>>;
const resultsOf = ({ id, marketer }: Made) => marketer(() => Campaign.results({ id }));
const stateOf = async ({ id, marketer }: Made) => (await marketer(() => Campaign.fromID({ id }))).state;
const mailsTo = (domain: string) => stage.mails().filter((mail) => mail.to[0]?.endsWith(domain));
const crowd = (count: number, domain: string) =>
  Array.from({ length: count }, (_, n) => person(n, { email: `p${n}@${domain}` }));

/** The ledger's states always add up to the audience. */
async function sumOf({ id, marketer }: Made) {
  return marketer(async () => {
    const chunks: Ledger.Chunk[] = [];
    for await (const chunk of Ledger.all(id)) chunks.push(chunk);
    return Ledger.tallyOf(chunks);
  });
}

async function sent(made: Made, minutes = 3) {
  await made.marketer(() => Campaign.send({ id: made.id }));
  for (let minute = 0; minute < minutes; minute++) await stage.minute();
  return made;
}

describe("sending", () => {
  it("mails everybody once, with links, pixel and one-click of their own, and finishes", async () => {
    const made = await sent(
      await aCampaign(stage, crowd(60, "once.example"), {
        fromName: "Müller, Anna",
        replyTo: "anna@demo.example",
      }),
    );
    expect(await stateOf(made)).toBe("finished");
    expect(await resultsOf(made)).toMatchObject({
      audience: 60,
      queued: 0,
      sent: 60,
      delivered: 60,
      failed: 0,
      unknown: 0,
      opened: 0,
    });
    const mails = mailsTo("once.example");
    expect(new Set(mails.map((mail) => mail.to[0])).size).toBe(60);
    expect(mails).toHaveLength(60);
    const raw = String(stage.mail.raw(mails[0]!.id));
    expect(raw).toMatch(/^List-Unsubscribe: <http:\/\/localhost:4000\/u\/[^>]+>/im);
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im);
    expect(raw).toContain("=?UTF-8?B?TcO8bGxlciwgQW5uYQ==?=");
    const plain = raw.replace(/=\r?\n/g, "");
    expect(plain).toContain('<a href=3D"http://localhost:4000/t/c/');
    expect(plain.match(/shop\.example/g)).toHaveLength(1);
  });

  it("keeps to the printed bounds: half a write unit a recipient for claim and result, one for the row", async () => {
    const made = await aCampaign(stage, crowd(100, "bound.example"));
    await made.marketer(() => Campaign.send({ id: made.id }));
    await stage.runJobs();
    stage.turn(60_000);
    await Campaign.pace();
    const messages = stage.queues.take("send");
    stage.core.forget();
    for (const message of messages) await stage.sendOne(message);
    const units = (table: RegExp) =>
      stage.core.requests
        .filter(({ operation }) => table.test(operation))
        .reduce((total, { write }) => total + write, 0);
    const rows = 100;
    expect(units(/./)).toBeLessThanOrEqual(rows * 1 + 100 * 0.5);
    expect(stage.core.requests.filter(({ write }) => write > 0).length).toBe(rows + 2 + 2);
    await stage.tell();
  });

  it("asks again at the last moment: who unsubscribed, bounced, left or is gone since is not mailed", async () => {
    const made = await aCampaign(stage, crowd(5, "last.example"));
    await made.marketer(() => Campaign.send({ id: made.id }));
    await stage.runJobs();
    const [a, b, c] = made.contacts;
    await made.marketer(async () => {
      const at = new Date().toISOString();
      await Contact.agree({ id: a!.id, topic: "marketing", consent: { state: "unsubscribed", at } });
      await Suppression.add({ email: b!.email! });
      await Contact.remove({ id: c!.id });
    });
    await stage.minute();
    await stage.minute();
    expect(mailsTo("last.example")).toHaveLength(2);
    expect(await resultsOf(made)).toMatchObject({ audience: 5, sent: 2, skipped: 2, suppressed: 1 });
    const { items } = await made.marketer(() => Campaign.recipients({ id: made.id }));
    expect(items.map(({ state, reason }) => reason ?? state)).toEqual([
      "unsubscribed",
      "suppressed",
      "removed",
      "sent",
      "sent",
    ]);
    expect(await stateOf(made)).toBe("finished");
  });

  it("counts a mail that can't be made as that recipient's failure", async () => {
    const people = [
      person(1, { email: "a@render.example" }),
      person(2, { email: "b@render.example", firstName: "Loop" }),
    ];
    const html =
      '{% if contact.firstName == "Loop" %}{% for a in (1..50000) %}{% for b in (1..50000) %}x{% endfor %}{% endfor %}{% endif %}<p>Hi</p>';
    const made = await sent(await aCampaign(stage, people, {}, { html }));
    expect(await resultsOf(made)).toMatchObject({ sent: 1, failed: 1 });
    expect(await stateOf(made)).toBe("finished-with-errors");
    const { items } = await made.marketer(() => Campaign.recipients({ id: made.id }));
    expect(items.find(({ state }) => state === "failed")?.reason).toMatch(/^render: /);
  });

  it("never sends one of unknown fate again, and SES's event resolves it", async () => {
    const made = await aCampaign(stage, crowd(3, "lost.example"));
    stage.fail(() => "after");
    await made.marketer(() => Campaign.send({ id: made.id }));
    stage.turn(60_000);
    await stage.runJobs();
    await Campaign.pace();
    for (const message of stage.queues.take("send")) await stage.sendOne(message);
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
    await made.marketer(() => Campaign.send({ id: made.id }));
    stage.turn(60_000);
    await stage.runJobs();
    await Campaign.pace();
    const [message] = stage.queues.take("send");
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
    await made.marketer(() => Campaign.send({ id: made.id }));
    stage.turn(60_000);
    await stage.runJobs();
    await Campaign.pace();
    const [first, second] = stage.queues.take("send");
    expect(await stage.sendOne(first!, later)).toBe("more");
    expect(await stage.sendOne(second!)).toBe("done");
    expect(await sumOf(made)).toMatchObject({ queued: 50, sent: 20 });
    for (let minute = 0; minute < 5; minute++) await stage.minute();
    expect(mailsTo("throttled.example")).toHaveLength(70);
    expect(await stateOf(made)).toBe("finished");
  });

  it("leaves unknown what was never sent, for a person to decide", async () => {
    const made = await aCampaign(stage, crowd(3, "never.example"));
    stage.fail(() => "before");
    await sent(made);
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
    await made.marketer(() => Campaign.send({ id: made.id }));
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

  it("holds while it is paused, goes on where it was, and skips the rest when it is cancelled", async () => {
    const made = await aCampaign(stage, crowd(230, "pause.example"), { perHour: 3_000 });
    const { id, marketer } = made;
    await marketer(() => Campaign.send({ id }));
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

  it("loses nobody whose message arrived while it was paused", async () => {
    const made = await aCampaign(stage, crowd(60, "inflight.example"));
    const { id, marketer } = made;
    await marketer(() => Campaign.send({ id }));
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

  it("never exceeds the cap, even by two campaigns at once", async () => {
    const cap = { count: 1, days: 7 };
    const made = await aCampaign(stage, crowd(3, "cap.example"), { cap });
    const { id, marketer, segment, template } = made;
    const other = await marketer(() =>
      Campaign.create({ name: "Other", segmentId: segment.id, templateId: template.id, cap }),
    );
    await marketer(() => Campaign.send({ id }));
    await marketer(() => Campaign.send({ id: other.id }));
    await stage.minute();
    await stage.minute();
    expect(mailsTo("cap.example")).toHaveLength(3);
    const third = await marketer(() =>
      Campaign.create({ name: "Third", segmentId: segment.id, templateId: template.id, cap }),
    );
    expect(await marketer(() => Campaign.audience({ id: third.id }))).toMatchObject({
      capped: 3,
      recipients: 0,
    });
    stage.turn(8 * 86_400_000);
    expect(await marketer(() => Campaign.audience({ id: third.id }))).toMatchObject({
      capped: 0,
      recipients: 3,
    });
  });

  it("stops by itself when too many bounce", async () => {
    const people = crowd(130, "good.example").map((one, n) =>
      n % 10 === 0 ? { ...one, email: `bounce+${n}@simulator.amazonses.com` } : one,
    );
    const made = await aCampaign(stage, people, { perHour: 3_000 });
    await sent(made, 4);
    const campaign = await made.marketer(() => Campaign.fromID({ id: made.id }));
    expect(campaign).toMatchObject({ state: "paused", pausedFor: "bounces" });
    expect((await resultsOf(made)).sent).toBeLessThan(130);
  });
});
