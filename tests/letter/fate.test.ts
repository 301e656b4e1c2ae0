import * as Suppression from "@rapport/core/suppression";
import { describe, expect, it, vi } from "vitest";
import { ask } from "../people/app.ts";
import { HOLD_MS, refuse, withPost } from "./stand.ts";

const post = withPost();

async function written() {
  const contact = await post.contact();
  const { id } = await post.write(contact.id);
  const shown = async () => {
    const entry = await post.entry(contact.id, id);
    return entry && [entry.state, entry.reason].filter(Boolean);
  };
  return { contact, id, shown };
}
const cancel = (id: string) => ask("POST", `/mails/${id}/cancel`, post.owner, {});

describe("taking a mail back", () => {
  it("holds it in the queue for what remains of its time, and not in a browser", async () => {
    const { id, shown } = await written();
    expect(await post.deliver(...post.fact(id))).toEqual([]);
    const [message] = post.queues.take("mail");
    expect(message).toMatchObject({ body: post.fact(id)[0], delaySeconds: HOLD_MS / 1_000 });
    vi.setSystemTime(Date.now() + HOLD_MS - 1_500);
    await post.deliver(message!.body);
    const [again] = post.queues.take("mail");
    expect(again).toMatchObject({ delaySeconds: 2 });
    expect(post.calls).toBe(0);
    vi.setSystemTime(Date.now() + 2_000);
    await post.deliver(again!.body);
    expect([post.calls, await shown()]).toEqual([1, ["sent"]]);
    expect(post.queues.waiting("mail")).toBe(0);
  });

  it("removes it from the timelines and the outbox alike, once and for all", async () => {
    const { id, shown } = await written();
    const first = await cancel(id);
    expect(first).toMatchObject({ status: 200, body: { state: "cancelled", removedAt: expect.any(String) } });
    expect(await shown()).toBeUndefined();
    const after = await post.core.dump();
    expect((await cancel(id)).body).toEqual(first.body);
    expect(await post.core.dump()).toEqual(after);
    await post.leave(id);
    expect([post.calls, (await post.outbox(id))?.state]).toEqual([0, "cancelled"]);
    expect((await ask("POST", `/activities/${id}/restore`, post.owner)).body.state).toBe("cancelled");
  });

  it("is too late when it has left, and not possible for what is no mail of ours", async () => {
    const { id, contact } = await written();
    await post.leave(id);
    expect((await cancel(id)).body).toMatchObject({ status: 409, type: "/problems/mail-left" });
    const logged = { kind: "mail", title: "From my own program", about: [contact.id] };
    const elsewhere = (await ask("POST", "/activities", post.owner, logged)).body;
    expect((await cancel(elsewhere.id)).status).toBe(404);
  });

  it("races with the sender: either it is taken back and never sent, or it is sent and stays", async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const { id, shown } = await written();
      vi.setSystemTime(Date.now() + HOLD_MS);
      post.calls = 0;
      const late = round % 3;
      const send = async () => {
        for (let turn = 0; turn < late * 4; turn++) await Promise.resolve();
        return post.deliver(...post.fact(id, id));
      };
      const [answer] = await Promise.all([cancel(id), send()]);
      // A message that found the mail busy comes again.
      await post.deliver(...post.fact(id));
      const state = (await post.outbox(id))?.state;
      outcomes.add(String(state));
      if (answer.status === 200)
        expect([post.calls, state, await shown()]).toEqual([0, "cancelled", undefined]);
      else {
        expect(answer.status).toBe(409);
        expect([post.calls, state, await shown()]).toEqual([1, "sent", ["sent"]]);
      }
    }
    expect(outcomes.size).toBeGreaterThan(0);
  });
});

describe("a mail's fate stands on its timeline", () => {
  it("once, though its fact comes twice and at the same time", async () => {
    const { id, shown } = await written();
    vi.setSystemTime(Date.now() + HOLD_MS);
    await Promise.all([post.deliver(...post.fact(id)), post.deliver(...post.fact(id, id))]);
    await post.deliver(...post.fact(id));
    expect([post.calls, await shown()]).toEqual([1, ["sent"]]);
  });

  it("waits while SES is busy, and leaves with the next try", async () => {
    const { id, shown } = await written();
    post.fault = (response) => refuse(response, 429, "TooManyRequestsException");
    vi.setSystemTime(Date.now() + HOLD_MS);
    expect(await post.deliver(...post.fact(id))).toEqual([0]);
    expect(await shown()).toEqual(["waiting"]);
    post.fault = undefined;
    await post.deliver(...post.fact(id));
    expect(await shown()).toEqual(["sent"]);
  });

  it("says failed, and why, when SES refuses it for good", async () => {
    const { id, shown } = await written();
    post.fault = (response) => refuse(response, 400, "MessageRejected");
    await post.leave(id);
    expect(await shown()).toEqual(["failed", "MessageRejected 400"]);
    await post.deliver(...post.fact(id));
    expect(post.calls).toBe(1);
  });

  it("says withheld where the stage may not mail the address, which is told before it is written", async () => {
    process.env.MAIL_ALLOW = "team.example";
    const { id, contact, shown } = await written();
    expect((await ask("GET", `/mails/to/${contact.id}`, post.owner)).body.barrier).toBe("not-allowed");
    await post.leave(id);
    expect(await shown()).toEqual(["withheld", expect.stringContaining("MAIL_ALLOW")]);
    expect(post.calls).toBe(0);
  });

  it("says failed when the address was suppressed in the seconds between", async () => {
    const { id, contact, shown } = await written();
    await post.within(() => Suppression.suppress(contact.email, "complaint"));
    await post.leave(id);
    expect([post.calls, await shown()]).toEqual([0, ["failed", "suppressed"]]);
  });

  it("is unknown, never sent again, and settled by SES's event when the answer was lost", async () => {
    const { id, shown } = await written();
    post.fault = async (response, pass) => {
      await pass();
      response.destroy();
    };
    await post.leave(id);
    expect((await shown())?.[0]).toBe("unknown");
    post.fault = undefined;
    await post.deliver(...post.fact(id));
    expect(post.calls).toBe(1);
    await post.tellEvents(2);
    expect(await shown()).toEqual(["delivered"]);
    expect((await post.outbox(id))?.state).toBe("sent");
  });

  it("is unknown, and not sent again, when the sender died between SES and the note of it", async () => {
    const { id, shown } = await written();
    let settle = () => {};
    const dead = new Promise<void>((resolve) => {
      settle = resolve;
    });
    // SES has the mail; the function gets no answer any more.
    post.fault = async (_, pass) => {
      await pass();
      settle();
    };
    vi.setSystemTime(Date.now() + HOLD_MS);
    const hung = post.deliver(...post.fact(id));
    await dead;
    expect(await post.deliver(...post.fact(id))).toEqual([0]);
    vi.setSystemTime(Date.now() + 61_000);
    expect(await post.deliver(...post.fact(id))).toEqual([]);
    expect([post.calls, (await shown())?.[0]]).toEqual([1, "unknown"]);
    await post.tellEvents();
    expect(await shown()).toEqual(["delivered"]);
    post.ses.mail.idle();
    void hung;
  });

  it("says bounced for good or complained, and suppresses the address there and on the contact", async () => {
    for (const [email, state, reason] of [
      ["bounce@simulator.amazonses.com", "bounced", "hard-bounce"],
      ["complaint@simulator.amazonses.com", "complained", "complaint"],
    ] as const) {
      const contact = await post.contact({ email });
      const { id } = await post.write(contact.id);
      await post.leave(id);
      await post.tellEvents(2);
      expect((await post.entry(contact.id, id))?.state).toBe(state);
      expect(await post.within(() => Suppression.reasonFor(email))).toBe(reason);
      expect((await ask("GET", `/contacts/${contact.id}`, post.owner)).body.undeliverable).toBe(state);
    }
  });

  it("says bounced for a full mailbox, too, and leaves the address alone", async () => {
    const { id, contact, shown } = await written();
    await post.leave(id);
    await post.tellEvents();
    post.ses.mail.softBounce(String((await post.outbox(id))?.messageId));
    await post.tellEvents();
    expect(await shown()).toEqual(["bounced", "Transient MailboxFull"]);
    expect(await post.within(() => Suppression.reasonFor(contact.email))).toBeUndefined();
  });

  it("is not taken back by what comes late and out of order", async () => {
    const contact = await post.contact({ email: "bounce+late@simulator.amazonses.com" });
    const { id } = await post.write(contact.id);
    await post.leave(id);
    await post.ses.mail.idle();
    const events = post.ses.details(String((await post.outbox(id))?.messageId));
    expect(events.map(({ eventType }) => eventType)).toEqual(["Send", "Bounce"]);
    post.ses.events.splice(-2, 2, ...post.ses.events.slice(-2).reverse());
    await post.tellEvents();
    expect((await post.entry(contact.id, id))?.state).toBe("bounced");
  });
});
