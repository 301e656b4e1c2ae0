import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import * as Suppression from "@rapport/core/suppression";
import { describe, expect, it } from "vitest";
import { withSending } from "./hooks.ts";
import { crowd, mailsIn, resultsOf, sent, stateOf } from "./made.ts";
import { aCampaign, person } from "./stand.ts";

const stage = withSending();

const mailsTo = (domain: string) => mailsIn(stage, domain);

describe("sending", () => {
  it("mails everybody once, with links, pixel and one-click of their own, and finishes", async () => {
    const made = await sent(
      stage,
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
    expect(raw).toMatch(/^Reply-To: anna@demo\.example/im);
    const plain = raw.replace(/=\r?\n/g, "");
    expect(plain).toContain('<a href=3D"http://localhost:4000/t/c/');
    expect(plain.match(/shop\.example/g)).toHaveLength(1);
  });

  it("is answered at the workspace's own mailbox where its stage has one and nobody said otherwise", async () => {
    process.env.INBOUND_DOMAIN = "mail.demo.example";
    try {
      await sent(stage, await aCampaign(stage, crowd(1, "answer.example")));
      await sent(stage, await aCampaign(stage, crowd(1, "named.example"), { replyTo: "anna@demo.example" }));
    } finally {
      delete process.env.INBOUND_DOMAIN;
    }
    const replyTo = (domain: string) =>
      /^Reply-To: (.*)$/im.exec(String(stage.mail.raw(mailsTo(domain)[0]!.id)))?.[1]?.trim();
    expect(replyTo("answer.example")).toMatch(/^w-[0-9a-z]{26}@mail\.demo\.example$/);
    expect(replyTo("named.example")).toBe("anna@demo.example");
  });

  it("keeps to the printed bounds: half a write unit a recipient for claim and result, one for the row", async () => {
    const made = await aCampaign(stage, crowd(100, "bound.example"));
    await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
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
    await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
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
    const made = await sent(stage, await aCampaign(stage, people, {}, { html }));
    expect(await resultsOf(made)).toMatchObject({ sent: 1, failed: 1 });
    expect(await stateOf(made)).toBe("finished-with-errors");
    const { items } = await made.marketer(() => Campaign.recipients({ id: made.id }));
    expect(items.find(({ state }) => state === "failed")?.reason).toMatch(/^render: /);
  });

  it("never exceeds the cap, even by two campaigns at once", async () => {
    const cap = { count: 1, days: 7 };
    const made = await aCampaign(stage, crowd(3, "cap.example"), { cap });
    const { id, marketer, segment, template } = made;
    const other = await marketer(() =>
      Campaign.create({ name: "Other", segmentId: segment.id, templateId: template.id, cap }),
    );
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    await marketer(() => Campaign.send({ id: other.id, holdSeconds: 0 }));
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
    await sent(stage, made, 4);
    const campaign = await made.marketer(() => Campaign.fromID({ id: made.id }));
    expect(campaign).toMatchObject({ state: "paused", pausedFor: "bounces" });
    expect((await resultsOf(made)).sent).toBeLessThan(130);
  });
});
