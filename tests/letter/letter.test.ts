import * as Inbound from "@rapport/core/inbound";
import * as Suppression from "@rapport/core/suppression";
import { describe, expect, it, vi } from "vitest";
import { ask, invited, stored } from "../people/app.ts";
import { DOMAIN, withPost } from "./stand.ts";

const post = withPost();

describe("a mail to a contact", () => {
  it("is an activity and a mail of the outbox in one TransactWrite, on the timelines of all it is about", async () => {
    const company = (await ask("POST", "/companies", post.owner, { name: "Looms" })).body;
    const contact = await post.contact({ companyId: company.id });
    const deal = (await ask("POST", "/deals", post.owner, { name: "Twelve looms" })).body;
    post.core.forget();
    const mail = await post.write(contact.id, { about: [deal.id] });
    const writes = post.core.requests.filter(({ write }) => write > 0);
    expect(writes.map(({ operation }) => operation)).toEqual(["TransactWriteItems"]);
    // Activity, outbox, three rows and the contact, and three entries of indexes: in a transaction two units each.
    expect(writes[0]!.write).toBe(18);
    // Session, contact, member, suppression; parties and their companies; the owner.
    expect(post.core.requests.length - writes.length).toBeLessThanOrEqual(8);
    expect(mail).toMatchObject({
      kind: "mail",
      direction: "out",
      state: "waiting",
      ownerId: post.owner.memberId,
      mail: { contactId: contact.id, to: contact.email },
    });
    for (const party of [contact.id, company.id, deal.id])
      expect(await post.entry(party, mail.id)).toMatchObject({
        title: "The offer",
        summary: "Dear Lin, here it is.",
        state: "waiting",
        direction: "out",
      });
    expect(await post.outbox(mail.id)).toMatchObject({ state: "queued", to: contact.email });
  });

  it("leaves in its writer's name, with links, and answers come to the workspace's mailbox", async () => {
    const contact = await post.contact();
    const text = "Hi <b>Lin</b>,\r\nsee https://shop.example/a?b=1&c=(2).\n\nسلام";
    const mail = await post.write(contact.id, { text });
    await post.leave(mail.id);
    const received = await post.received(mail.id);
    expect(received).toMatchObject({
      subject: "The offer",
      to: [{ address: contact.email }],
      from: { name: "Ada Lovelace", address: "rapport@demo.example" },
      replyTo: [{ address: Inbound.mailboxOf(post.owner.workspaceId, DOMAIN) }],
      references: `<${mail.id}@demo.example>`,
    });
    expect(received.text?.trim()).toBe("Hi <b>Lin</b>,\nsee https://shop.example/a?b=1&c=(2).\n\nسلام");
    const link = "https://shop.example/a?b=1&amp;c=(2)";
    expect(received.html).toContain(
      `<p dir="auto">Hi &lt;b&gt;Lin&lt;/b&gt;,<br>see <a href="${link}">${link}</a>.</p><p dir="auto">سلام</p>`,
    );
    expect(await post.entry(contact.id, mail.id)).toMatchObject({ state: "sent" });
    await post.tellEvents();
    expect(await post.entry(contact.id, mail.id)).toMatchObject({ state: "delivered" });
  });

  it("is answered at the member's own address where the stage receives no mail", async () => {
    delete process.env.INBOUND_DOMAIN;
    const mail = await post.write((await post.contact()).id);
    await post.leave(mail.id);
    expect((await post.received(mail.id)).replyTo).toMatchObject([{ address: post.owner.email }]);
  });

  it("is answered onto the timelines where it stands, and the answer to that one goes on in its thread", async () => {
    const contact = await post.contact();
    const deal = (await ask("POST", "/deals", post.owner, { name: "A deal" })).body;
    const mail = await post.write(contact.id, { about: [deal.id] });
    await post.leave(mail.id);
    const { references, messageId, replyTo } = await post.received(mail.id);
    const raw = (from: string, id: string) =>
      new TextEncoder().encode(
        [
          `From: ${from}`,
          `To: ${replyTo?.[0]?.address}`,
          "Subject: Re: The offer",
          `Message-ID: ${id}`,
          `In-Reply-To: ${messageId}`,
          `References: ${references} ${messageId}`,
          "",
          "Fine.",
        ].join("\r\n"),
      );
    const answer = await Inbound.receive(raw(contact.email, "<answer@reader.example>"));
    expect(answer.kind).toBe("recorded");
    const id = answer.kind === "recorded" ? answer.activityId : "";
    for (const party of [contact.id, deal.id])
      expect(await post.entry(party, id)).toMatchObject({ title: "Re: The offer", direction: "in" });
    expect((await ask("GET", `/activities/${id}`, post.owner)).body).toMatchObject({
      ownerId: post.owner.memberId,
      mail: { answers: mail.id, thread: mail.id, messageId: "<answer@reader.example>" },
    });

    const again = await post.write(contact.id, { subject: "Re: The offer", answers: id });
    // The conversation is known by its first mail, on every row of it but that one.
    expect(again).toMatchObject({ mail: { answers: id, thread: mail.id } });
    for (const one of [id, again.id])
      expect(await post.entry(contact.id, one)).toMatchObject({ thread: mail.id });
    await post.leave(again.id);
    expect(await post.received(again.id)).toMatchObject({
      inReplyTo: "<answer@reader.example>",
      references: `<${again.id}@demo.example> <answer@reader.example>`,
    });

    // Anybody can write the mark into a mail of theirs.
    const forged = await Inbound.receive(raw("mallory@elsewhere.example", "<forged@elsewhere.example>"));
    const forgedId = forged.kind === "recorded" ? forged.activityId : "";
    expect(await post.entry(deal.id, forgedId)).toBeUndefined();
  });

  it("is one, however often its request comes with the same Idempotency-Key", async () => {
    const { id: to } = await post.contact();
    const asker = { ...post.owner, headers: { "idempotency-key": "one-mail" } };
    const send = () => ask("POST", "/mails", asker, { to, subject: "Once", text: "Only once" });
    const [first, second] = [await send(), await send()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body.id).toBe(first.body.id);
    const another = { ...asker, headers: { "idempotency-key": "another-mail" } };
    const third = await ask("POST", "/mails", another, { to, subject: "Once", text: "Only once" });
    expect(third.body.id).not.toBe(first.body.id);
  });
});

describe("a request that died half-way", () => {
  it("writes no second mail when it comes again with its Idempotency-Key a minute later", async () => {
    const { id: to } = await post.contact();
    const asker = { ...post.owner, headers: { "idempotency-key": "died" } };
    const send = () => ask("POST", "/mails", asker, { to, subject: "Once", text: "Only once" });
    const first = await send();
    // As if the function had been killed before it could note its answer.
    const { workspaceId, memberId } = post.owner;
    const pk = { S: `idempotency#${workspaceId}#${memberId}#died` };
    await post.core.engine.call("UpdateItem", {
      TableName: "records",
      Key: { pk, sk: { S: "idempotency" } },
      UpdateExpression: "REMOVE body",
    });
    expect((await send()).status).toBe(429);
    vi.setSystemTime(Date.now() + 61_000);
    const before = await outboxCount();
    expect(await send()).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(await outboxCount()).toBe(before);
  });

  const outboxCount = async () => (await stored(post.core)).filter(({ sk }) => sk === "mail").length;
});

describe("is refused, and nothing is written,", () => {
  const refusal = async (to: string, more: object = {}, asker: object = post.owner) => {
    const before = await post.core.dump();
    const answer = await ask("POST", "/mails", asker, { to, subject: "S", text: "T", ...more });
    // An API call counts nothing but the session.
    expect(await post.core.dump()).toEqual(before);
    return answer;
  };

  it("to a suppressed address, saying why and what to do; asked before, the same", async () => {
    const contact = await post.contact();
    await post.within(() => Suppression.suppress(contact.email, "hard-bounce"));
    expect((await refusal(contact.id)).body).toMatchObject({
      status: 422,
      type: "/problems/suppressed",
      detail: expect.stringMatching(/came back for good.*Give the contact another address/),
    });
    const asked = await ask("GET", `/mails/to/${contact.id}`, post.owner);
    expect(asked.body).toMatchObject({ barrier: "suppressed", reason: "hard-bounce", email: contact.email });
  });

  it("to a contact without an email, in the trash, or not there", async () => {
    const nameless = (await ask("POST", "/contacts", post.owner, { firstName: "No" })).body;
    expect((await refusal(nameless.id)).body).toMatchObject({ status: 422, type: "/problems/no-email" });
    expect((await ask("GET", `/mails/to/${nameless.id}`, post.owner)).body.barrier).toBe("no-email");
    const gone = await post.contact();
    await ask("DELETE", `/contacts/${gone.id}`, post.owner);
    expect((await refusal(gone.id)).status).toBe(404);
    expect((await refusal(gone.id.replace(/.{26}$/, "0".repeat(26)))).status).toBe(404);
  });

  it("by a viewer, and by one who doesn't see the contact or what it is about", async () => {
    const contact = await post.contact({ ownerId: post.owner.memberId });
    const viewer = await invited(post.core, post.owner, "viewer");
    expect((await refusal(contact.id, {}, viewer)).status).toBe(403);
    const own = await invited(post.core, post.owner, "sales", { visibility: "own" });
    expect((await refusal(contact.id, {}, own)).status).toBe(404);
    const theirs = await post.contact({ ownerId: own.memberId });
    const deal = (await ask("POST", "/deals", post.owner, { name: "Kept", ownerId: post.owner.memberId }))
      .body;
    expect((await refusal(theirs.id, { about: [deal.id] }, own)).status).toBe(404);
    const mail = await ask("POST", "/mails", own, { to: theirs.id, subject: "S", text: "T" });
    expect(mail.status).toBe(201);
  });

  it.each([
    ["a line break in its subject", { subject: "Hi\r\nBcc: all@people.example" }],
    ["no subject", { subject: " " }],
    ["nothing but blanks", { text: " \n " }],
    ["too much text", { text: "x".repeat(20_001) }],
    ["too long a subject", { subject: "x".repeat(201) }],
    ["a field that isn't known", { bcc: "all@people.example" }],
  ])("with %s", async (_, more) => {
    const { id } = await post.contact();
    expect((await refusal(id, more)).status).toBe(400);
  });

  it("in answer to a mail that stands elsewhere", async () => {
    const [one, other] = [await post.contact(), await post.contact()];
    const mail = await post.write(other.id);
    expect((await refusal(one.id, { answers: mail.id })).status).toBe(404);
  });
});

describe("what was written", () => {
  it("stays as it is: its words can't be changed, nor can it be removed while it waits", async () => {
    const contact = await post.contact();
    const { id } = await post.write(contact.id);
    for (const patch of [
      { title: "Other" },
      { body: "Other" },
      { state: "done" },
      { at: "2026-01-01T00:00:00Z" },
    ])
      expect((await ask("PATCH", `/activities/${id}`, post.owner, patch)).body).toMatchObject({
        status: 422,
        type: "/problems/mail-written",
      });
    expect((await ask("DELETE", `/activities/${id}`, post.owner)).body).toMatchObject({
      status: 409,
      type: "/problems/mail-waiting",
    });
    await ask("POST", `/activities/${id}/complete`, post.owner, {});
    expect(await post.entry(contact.id, id)).toMatchObject({ state: "waiting" });
    await post.leave(id);
    expect((await ask("DELETE", `/activities/${id}`, post.owner)).status).toBe(200);
    expect(await post.entry(contact.id, id)).toBeUndefined();
    // What SES says later finds it in the trash.
    await post.tellEvents();
    expect((await ask("POST", `/activities/${id}/restore`, post.owner)).body.state).toBe("delivered");
  });
});
