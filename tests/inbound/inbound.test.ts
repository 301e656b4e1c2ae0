import * as Activity from "@rapport/core/activity";
import * as Contact from "@rapport/core/contact";
import * as Inbound from "@rapport/core/inbound";
import { newId } from "@rapport/core/kernel/id";
import * as Timeline from "@rapport/core/timeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { as, type Core, startCore } from "../core.ts";

let core: Core;
let workspaceId: string;
let mailbox: string;

beforeAll(async () => {
  core = await startCore();
  const { workspaces } = await import("../../packages/core/src/workspace/workspace.entity.ts");
  const { members } = await import("../../packages/core/src/member/member.entity.ts");
  workspaceId = newId("workspace");
  mailbox = Inbound.mailboxOf(workspaceId, "mail.demo.example");
  await as(
    "system",
    async () => {
      await workspaces.create({ name: "Acme", currency: "EUR", timeZone: "UTC", locale: "en" } as never, {
        id: workspaceId,
      });
      await members.create({
        name: "Sam",
        email: "sam@acme.example",
        role: "sales",
        visibility: "all",
        active: true,
      } as never);
    },
    { workspaceId },
  );
});
afterAll(() => core.stop());

const raw = (headers: Record<string, string>, body = "Hello there") =>
  new TextEncoder().encode(
    [...Object.entries(headers).map(([name, value]) => `${name}: ${value}`), "", body].join("\r\n"),
  );
const within = <T>(run: () => T) => as("owner", run, { workspaceId });
const timeline = async (email: string) => {
  const contact = await within(() => Contact.fromEmail(email));
  return { contact, items: (await within(() => Timeline.list({ id: contact?.id as string }))).items };
};

describe("a mail that comes in", () => {
  it("makes a contact of an unknown sender and stands on their timeline, once for each Message-ID", async () => {
    const mail = raw({
      From: "Lin Zhou <lin@example.com>",
      To: mailbox,
      Subject: "Question",
      "Message-ID": "<1@x>",
      Date: "Mon, 02 Mar 2026 10:00:00 +0000",
    });
    expect(await Inbound.receive(mail)).toMatchObject({ kind: "recorded", workspaceId });
    expect(await Inbound.receive(mail)).toEqual({ kind: "repeated", workspaceId });
    const { contact, items } = await timeline("lin@example.com");
    expect(contact).toMatchObject({ firstName: "Lin", lastName: "Zhou", source: "email" });
    expect(items).toMatchObject([
      { kind: "mail", title: "Question", summary: "Hello there", at: "2026-03-02T10:00:00.000Z" },
    ]);
  });

  it("belongs to whoever has the contact: they see it with all its words, a colleague who sees their own only doesn't", async () => {
    const ownerId = newId("member");
    const { id } = await as("sales", () => Contact.create({ email: "owned@example.com" }), {
      workspaceId,
      memberId: ownerId,
      visibility: "own",
    });
    const mail = raw({ From: "owned@example.com", To: mailbox, Subject: "Hello", "Message-ID": "<4@x>" });
    const received = await Inbound.receive(mail);
    const activityId = received.kind === "recorded" ? received.activityId : "";
    const seenBy = (memberId: string) =>
      as("sales", () => Activity.fromID({ id: activityId }), { workspaceId, memberId, visibility: "own" });
    expect(await seenBy(ownerId)).toMatchObject({ ownerId, body: "Hello there", mail: { contactId: id } });
    await expect(seenBy(newId("member"))).rejects.toMatchObject({ status: 404 });
    expect((await timeline("owned@example.com")).items[0]).toMatchObject({ direction: "in", by: id });
  });

  it("is ours when a member sent it and put the mailbox into BCC", async () => {
    const mail = raw({
      From: "sam@acme.example",
      To: "Ada <ada@example.com>",
      Received: `from x by y for <${mailbox}>; now`,
      Subject: "Offer",
      "Message-ID": "<2@x>",
    });
    await Inbound.receive(mail);
    const { items } = await timeline("ada@example.com");
    expect(items).toMatchObject([{ kind: "mail", title: "Offer" }]);
    expect(await within(() => Contact.fromEmail("sam@acme.example"))).toBeUndefined();
  });

  it.each([
    ["to nobody's mailbox", { From: "a@example.com", To: "info@mail.demo.example" }],
    [
      "to a workspace that is none",
      { From: "a@example.com", To: Inbound.mailboxOf(newId("workspace"), "mail.demo.example") },
    ],
    ["from a machine", { From: "b@example.com", "Auto-Submitted": "auto-replied" }],
  ])("is ignored %s, and nothing is written", async (_, headers) => {
    const before = await core.dump();
    expect(await Inbound.receive(raw({ To: mailbox, Subject: "x", ...headers }))).toMatchObject({
      kind: "ignored",
    });
    expect(await core.dump()).toEqual(before);
  });

  it("keeps the words of an HTML mail and none of its script", async () => {
    const html = "<p>Good <b>day</b></p><script>alert(1)</script>";
    await Inbound.receive(
      raw(
        {
          From: "h@example.com",
          To: mailbox,
          Subject: "H",
          "Message-ID": "<3@x>",
          "Content-Type": "text/html",
        },
        html,
      ),
    );
    const { items } = await timeline("h@example.com");
    expect(items[0]?.summary).toBe("Good day");
  });
});
