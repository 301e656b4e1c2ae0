import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { decrypt, encrypt } from "@rapport/core/aws/cipher";
import * as Mail from "@rapport/core/mail";
import type { SQSEvent } from "aws-lambda";
import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { transact } from "../../packages/core/src/aws/transaction.ts";
import { render } from "../../packages/core/src/mail/template.ts";
import { languageFor, words } from "../../packages/core/src/mail/words/index.ts";
import type { handler as Handler } from "../../packages/functions/src/queue/mail.ts";
import { as, type Core, startCore } from "../core.ts";
import { type Stand, stand } from "../mail-emulator/stand.ts";
import { anEmail, ask, mailsTo, signUp, stored } from "./app.ts";

let core: Core;
let ses: Stand;
let handler: typeof Handler;
/** Answers in place of SES while it is set. */
let instead: ((response: ServerResponse) => void) | undefined;
let calls = 0;

const front = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  calls++;
  if (instead) return instead(response);
  const answer = await fetch(`${ses.url}${request.url}`, {
    method: request.method ?? "POST",
    headers: { "content-type": "application/json", authorization: request.headers.authorization ?? "" },
    body: Buffer.concat(chunks),
  });
  response.writeHead(answer.status, { "content-type": "application/json" });
  response.end(await answer.text());
});

beforeAll(async () => {
  core = await startCore();
  ses = await stand();
  await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
  process.env.AWS_ENDPOINT_URL_SESV2 = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  process.env.CONFIGURATION_SET = "rapport";
  ({ handler } = await import("../../packages/functions/src/queue/mail.ts"));
});
afterAll(async () => {
  front.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
  await ses.close();
  await core.stop();
});
beforeEach(() => {
  calls = 0;
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  instead = undefined;
  process.env.MAIL_ALLOW = "*";
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Requested = { id: string; workspaceId: string };

/** The fact as the bus's rule queues it. */
function queued(...mails: Requested[]): SQSEvent {
  const records = mails.map(({ id, workspaceId }, place) => ({
    messageId: `message-${place}`,
    body: JSON.stringify({
      "detail-type": "mail.requested",
      detail: {
        id: "evt_1",
        workspaceId,
        type: "mail.requested",
        depth: 0,
        subject: { noun: "mail", id, version: 1 },
      },
    }),
  }));
  return { Records: records } as unknown as SQSEvent;
}

async function requested(to = anEmail("reader")): Promise<Requested & { to: string }> {
  const workspaceId = "wsp_01JD8Z3V0C5Q7W9X2Y4A6B8D0F";
  const write = await as(
    "system",
    () =>
      Mail.request({
        to,
        template: "invite",
        values: { workspace: "Acme", inviter: "Ada" },
        secret: "s".repeat(43),
      }),
    { workspaceId },
  );
  await transact([write]);
  const [mail] = await mailsTo(core, to);
  return { id: mail?.id ?? "", workspaceId, to };
}

const stateOf = async ({ id }: { id: string }) =>
  (await stored(core)).find((item) => item.sk === "mail" && item.id === id);

describe("a transactional mail", () => {
  it("is sent with text, HTML and our tags; its link works, and its secret is gone from the outbox", async () => {
    const email = anEmail();
    await signUp({ email });
    await ask("POST", "/auth/forgot", {}, { email });
    const mails = await mailsTo(core, email);
    expect(await handler(queued(...mails))).toEqual({ batchItemFailures: [] });
    const items = await Promise.all(mails.map(stateOf));
    expect(items.map((item) => item?.state)).toEqual(["sent", "sent"]);
    expect(items.every((item) => item?.sealed === undefined)).toBe(true);
    const messageId = String(items.find((item) => item?.template === "reset")?.messageId);
    const parsed = await PostalMime.parse(ses.mail.raw(messageId)!);
    expect(parsed).toMatchObject({
      subject: "Choose a new password",
      to: [{ address: email }],
      from: { address: "rapport@demo.example" },
    });
    const token = /http:\/\/127\.0\.0\.1:4000\/reset#([\w-]{43})/.exec(parsed.text ?? "")?.[1];
    expect(parsed.html).toContain(`href="http://127.0.0.1:4000/reset#${token}"`);
    await ses.mail.idle();
    const reset = mails.find((mail) => mail.template === "reset");
    expect(ses.details(messageId)[0]?.mail.tags).toMatchObject({
      mail: [reset?.id],
      workspace: [reset?.workspaceId],
    });
    expect((await ask("POST", "/auth/reset", {}, { token, password: "an even better one" })).status).toBe(
      200,
    );
    expect(JSON.stringify(items)).not.toContain(token);
  });

  it("is sent once though its message comes twice, and at the same time", async () => {
    const mail = await requested();
    await Promise.all([handler(queued(mail)), handler(queued(mail, mail))]);
    await handler(queued(mail));
    expect(calls).toBe(1);
    expect((await stateOf(mail))?.state).toBe("sent");
  });

  it("waits when SES is too busy, and goes out with the next try", async () => {
    const mail = await requested();
    instead = (response) => refuse(response, 429, "TooManyRequestsException");
    expect(await handler(queued(mail))).toEqual({ batchItemFailures: [{ itemIdentifier: "message-0" }] });
    expect(await stateOf(mail)).toMatchObject({ state: "queued", sealed: expect.stringMatching(/^v1\./) });
    instead = undefined;
    expect(await handler(queued(mail))).toEqual({ batchItemFailures: [] });
    expect((await stateOf(mail))?.state).toBe("sent");
  });

  it("fails for good when SES refuses it", async () => {
    const mail = await requested();
    instead = (response) => refuse(response, 400, "MessageRejected");
    expect(await handler(queued(mail))).toEqual({ batchItemFailures: [] });
    const item = await stateOf(mail);
    expect(item).toMatchObject({ state: "failed", reason: "MessageRejected 400" });
    expect(item?.sealed).toBeUndefined();
    await handler(queued(mail));
    expect(calls).toBe(1);
  });

  it.each([
    ["the connection broke", (response: ServerResponse) => response.destroy()],
    [
      "SES failed inside",
      (response: ServerResponse) => refuse(response, 500, "InternalServiceErrorException"),
    ],
  ])("is unknown, and not sent again, when %s; SES's event settles it later", async (_, answer) => {
    const mail = await requested();
    instead = answer;
    expect(await handler(queued(mail))).toEqual({ batchItemFailures: [] });
    expect((await stateOf(mail))?.state).toBe("unknown");
    instead = undefined;
    await handler(queued(mail));
    expect(calls).toBe(1);
    const settled = await as(
      "system",
      () => Mail.settle(mail.id, { state: "sent", messageId: "0107" }),
      mail,
    );
    expect(settled).toBe(true);
    expect(await stateOf(mail)).toMatchObject({ state: "sent", messageId: "0107" });
    expect(await as("system", () => Mail.settle(mail.id, { state: "failed", reason: "late" }), mail)).toBe(
      false,
    );
  });

  it("whose sender vanished waits for the lease, then is unknown and not sent again", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const mail = await requested();
    expect((await as("system", () => Mail.claim(mail.id), mail)).kind).toBe("claimed");
    expect((await handler(queued(mail))).batchItemFailures).toHaveLength(1);
    vi.setSystemTime(Date.now() + 61_000);
    expect((await handler(queued(mail))).batchItemFailures).toEqual([]);
    expect(await stateOf(mail)).toMatchObject({ state: "unknown" });
    expect(calls).toBe(0);
  });

  it("fails alone: the others of its batch go out", async () => {
    const [good, other] = [await requested(), await requested()];
    const broken = { messageId: "broken", body: "{}" };
    const event = queued(good, other);
    event.Records.splice(1, 0, broken as never);
    expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: "broken" }] });
    expect((await stateOf(other))?.state).toBe("sent");
  });
});

describe("the stage's allow list", () => {
  it("withholds mail to strangers", async () => {
    process.env.MAIL_ALLOW = "ada@people.example, team.example";
    const mail = await requested("stranger@elsewhere.example");
    await handler(queued(mail));
    expect(await stateOf(mail)).toMatchObject({
      state: "withheld",
      reason: expect.stringContaining("MAIL_ALLOW"),
    });
    expect(calls).toBe(0);
  });

  it.each([
    ["*", "anyone@anywhere.example", true],
    ["ada@people.example", "ADA@people.example", true],
    ["people.example", "ada@people.example", true],
    ["@people.example", "ada@people.example", true],
    ["people.example", "ada@notpeople.example", false],
    ["people.example", "ada@people.example.evil.test", false],
    ["", "ada@people.example", false],
    [" , ", "ada@people.example", false],
  ])("%j: %s is %s", (list, to, allowed) => {
    expect(Mail.isAllowed(to, list)).toBe(allowed);
  });
});

describe("a mail's text", () => {
  it("shows names as text in HTML and puts no line break into the subject", () => {
    const values = { workspace: "<script>alert(1)</script>", inviter: 'Ada\r\nBcc: all@people.example "<b>' };
    const mail = render("a@b.example", "invite", values, "t".repeat(43), "https://app.example");
    expect(mail.subject).toBe('Ada Bcc: all@people.example "<b> invites you to <script>alert(1)</script>');
    expect(mail.html).not.toContain("<script>");
    expect(mail.html).toContain("&lt;script&gt;");
    expect(mail.html).toContain(`href="https://app.example/accept#${"t".repeat(43)}"`);
  });

  it("is refused with a line break in a name or a link to elsewhere before it is kept", async () => {
    const make = (values: Mail.Request<"deal-won">["values"]) =>
      as("system", () => Mail.request({ to: "a@b.example", template: "deal-won", values }));
    const [deal, owner] = ["Looms", "Ada"];
    await expect(make({ deal: "Looms\r\nBcc: x@y.example", owner, path: "/" })).rejects.toThrow(
      "line breaks",
    );
    for (const path of ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
      await expect(make({ deal, owner, path })).rejects.toThrow("path");
    await expect(make({ deal, owner, path: "/deals/dea_1" })).resolves.toBeDefined();
    const to = "a@b.example\r\nBcc: x@y.example";
    await expect(as("system", () => Mail.request({ to, template: "reset", values: {} }))).rejects.toThrow();
  });
});

describe("a mail's language", () => {
  const names: (keyof typeof Mail.Values)[] = Object.keys(Mail.Values) as never;

  it("English and Persian have the same mails, each with a button where the other has one", () => {
    expect(Object.keys(words.fa).sort()).toEqual(Object.keys(words.en).sort());
    expect(Object.keys(words.en).sort()).toEqual([...names].sort());
    const values = {
      workspace: "Acme",
      inviter: "Ada",
      deal: "Looms",
      owner: "Bea",
      change: "on",
      at: "2026-05-01T10:00:00.000Z",
      path: "/deals/dea_1",
    };
    for (const name of names) {
      const [en, fa] = [words.en[name](values), words.fa[name](values)];
      expect([name, fa.label !== undefined, fa.lines.length]).toEqual([
        name,
        en.label !== undefined,
        en.lines.length,
      ]);
      expect(fa.subject).not.toBe(en.subject);
      expect(JSON.stringify(fa)).not.toContain("undefined");
    }
  });

  it("is the member's own, else the workspace's, also for a contact, else English", async () => {
    expect(["fa", "fa-IR", "FA", "de", "", undefined, "constructor"].map(languageFor)).toEqual([
      "fa",
      "fa",
      "fa",
      "en",
      "en",
      "en",
      "en",
    ]);
    const person = await signUp();
    const [cookie, to] = [{ cookie: person.cookie }, "nika@elsewhere.example"];
    expect((await ask("PATCH", "/workspace", cookie, { locale: "fa" })).status).toBe(200);
    await as(
      "system",
      async () => {
        const values = { workspace: "نار", name: "Nika" };
        await transact([await Mail.request({ to, template: "contact-welcome", values })]);
      },
      person,
    );
    const subjects = async () => {
      const mails = [...(await mailsTo(core, person.email)), ...(await mailsTo(core, to))];
      await handler(queued(...mails.filter(({ state }) => state === "queued")));
      const sent = (await Promise.all(mails.map(stateOf))).map((item) => String(item?.messageId));
      return Promise.all(sent.map(async (id) => PostalMime.parse(ses.mail.raw(id)!)));
    };
    const first = await subjects();
    expect(first.map(({ subject }) => subject)).toEqual(["به Rapport خوش آمدید", "به نار خوش آمدید"]);
    for (const { html, text } of first) {
      expect(html).toContain('<html lang="fa" dir="rtl">');
      expect(text).not.toMatch(/undefined|Welcome/);
    }
    expect((await ask("PATCH", "/me", cookie, { locale: "en-GB" })).status).toBe(200);
    await ask("POST", "/auth/forgot", {}, { email: person.email });
    expect((await subjects()).map(({ subject }) => subject)).toContain("Choose a new password");
  });
});

describe("encryption at rest", () => {
  it("opens what it closed, for the same purpose only, and notices a change", async () => {
    const closed = await encrypt("mail:1", "a secret");
    expect(closed).not.toContain("secret");
    expect(await encrypt("mail:1", "a secret")).not.toBe(closed);
    expect(await decrypt("mail:1", closed)).toBe("a secret");
    await expect(decrypt("mail:2", closed)).rejects.toThrow();
    const at = closed.indexOf(".", 4) + 1;
    const changed = closed.slice(0, at) + (closed[at] === "A" ? "B" : "A") + closed.slice(at + 1);
    await expect(decrypt("mail:1", changed)).rejects.toThrow();
    for (const text of ["", "v1", "v2.a.b.c", closed.slice(0, -4)])
      await expect(decrypt("mail:1", text)).rejects.toThrow();
  });
});

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
  response.end(JSON.stringify({ message: "No." }));
}
