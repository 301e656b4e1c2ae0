import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inboxApp } from "../../packages/local/src/mail/index.ts";
import { type Stand, stand } from "./stand.ts";

const HOME = "http://127.0.0.1:4000";
const BASE = `${HOME}/__local/inbox`;
const OPEN = "http://localhost:4001";
const EVIL = `<script>window.top.ran = 1</script><img src=x onerror="window.top.ran = 1"><a href="javascript:top.ran=1">a</a>
<a href="https://example.com/?a=1&amp;b=2">link</a><form action="/api"><button>b</button></form><img src="${OPEN}/t/o/1.gif"><img src="cid:logo@x">
<iframe src="/__local/inbox/"></iframe><meta http-equiv="refresh" content="0;url=https://evil.example"><base href="https://evil.example/">`;

let here: Stand;
let app: (request: Request) => Promise<Response>;
let posted: { url: string; init: RequestInit }[] = [];
let answer = 200;

beforeAll(async () => {
  here = await stand();
  const fetch = async (url: string, init: RequestInit) => {
    posted.push({ url, init });
    return new Response(null, { status: answer });
  };
  app = (request) => inboxApp(here.mail, { origins: [OPEN], fetch })(request);
});
afterAll(() => here.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  app(new Request(`${BASE}${path}`, { headers }));
const post = (path: string, body: object = {}, headers: Record<string, string> = {}) =>
  app(
    new Request(`${BASE}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  );

async function send(
  to: string,
  subject: string,
  html: string,
  unsubscribe?: string,
  from = "reply+t_1@in.example.com",
): Promise<string> {
  const headers = [
    { Name: "List-Unsubscribe", Value: `<mailto:x@example.com>, <${unsubscribe}>` },
    { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
  ];
  const { MessageId } = await here.ses.send(
    new SendEmailCommand({
      FromEmailAddress: from,
      Destination: { ToAddresses: [to] },
      ConfigurationSetName: "rapport",
      Content: {
        Simple: {
          Subject: { Data: subject },
          Body: { Html: { Data: html }, Text: { Data: "the <plain> text" } },
          Headers: unsubscribe ? headers : [],
          Attachments: [
            {
              FileName: "logo.png",
              RawContent: Buffer.from("89504e47", "hex"),
              ContentType: "image/png",
              ContentId: "logo@x",
              ContentDisposition: "INLINE",
            },
            {
              FileName: "page.html",
              RawContent: Buffer.from("<script>1</script>"),
              ContentType: "text/html",
            },
          ],
        },
      },
    }),
  );
  await here.mail.idle();
  return MessageId!;
}

describe("the page", () => {
  it("never lets a mail run script: a sandboxed frame, a policy without script, by itself too", async () => {
    const id = await send("a@example.net", "Hi", EVIL);
    const page = await get(`/?id=${id}`);
    const html = await page.text();
    expect(html).not.toContain("onerror");
    expect(html).toContain(`sandbox="allow-popups allow-popups-to-escape-sandbox"`);
    expect(html).not.toMatch(/allow-scripts|allow-same-origin|allow-forms|allow-top-navigation/);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; .*frame-ancestors 'none'$/,
    );
    expect(html.match(/<script[^>]*>/g)).toEqual(['<script type="module" src="/__local/inbox/inbox.js">']);
    const frame = await get(`/mails/${id}/html`);
    const policy = frame.headers.get("content-security-policy")!;
    expect(policy).toMatch(/^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; /);
    expect(policy).not.toMatch(/script-src|unsafe-eval|allow-scripts/);
    expect(policy).toContain(`img-src data: ${BASE}/mails/${id}/parts/ ${OPEN};`);
    const document = await frame.text();
    expect(document.startsWith('<!doctype html><base target="_blank">')).toBe(true);
    expect(document).toContain(`<img src="${BASE}/mails/${id}/parts/0">`);
  });

  it("writes what a mail says as text, in the list and above the mail", async () => {
    const id = await send("b@example.net", "<img src=x onerror=alert(1)>&", "<p>x</p>");
    for (const path of [
      `/?id=${id}`,
      `/?id=${id}&tab=text`,
      `/?id=${id}&tab=source`,
      `/?id=${id}&tab=headers`,
      `/?q=${encodeURIComponent('"><script>')}`,
    ]) {
      const html = await (await get(path)).text();
      expect(html).not.toMatch(/<img src=x|"><script>/);
    }
    expect(await (await get(`/?id=${id}&tab=text`)).text()).toContain("the &lt;plain&gt; text");
    const live = (await (await get(`/live?id=${id}`)).json()) as { list: string };
    expect(live.list).toContain("&lt;img src=x onerror=alert(1)&gt;&amp;");
  });

  it("shows an attachment only if it is a picture, and downloads the rest", async () => {
    const id = await send("c@example.net", "parts", "<p>x</p>");
    const picture = await get(`/mails/${id}/parts/0`);
    expect([picture.headers.get("content-type"), picture.headers.get("content-disposition")]).toEqual([
      "image/png",
      "inline; filename*=UTF-8''logo.png",
    ]);
    const page = await get(`/mails/${id}/parts/1`);
    expect([page.headers.get("content-type"), page.headers.get("x-content-type-options")]).toEqual([
      "application/octet-stream",
      "nosniff",
    ]);
    expect(page.headers.get("content-disposition")).toMatch(/^attachment/);
    expect((await get(`/mails/${id}/parts/9`)).status).toBe(404);
  });

  it("is asked for news with the version it has, and hears nothing until there is some", async () => {
    const { version } = (await (await get("/live")).json()) as { version: string };
    expect((await get(`/live?since=${version}`)).status).toBe(204);
    await send("d@example.net", "news", "<p>x</p>");
    expect((await get(`/live?since=${version}`)).status).toBe(200);
  });

  it("is there for loopback only, and nobody else's page can press its buttons", async () => {
    const id = await send("e@example.net", "s", "<p>x</p>");
    expect((await app(new Request("http://rebound.example/__local/inbox/"))).status).toBe(403);
    expect((await post(`/mails/${id}/bounce`, {}, { origin: "https://evil.example" })).status).toBe(403);
    expect((await post(`/mails/${id}/bounce`, {}, { "sec-fetch-site": "cross-site" })).status).toBe(403);
    expect(here.mail.find(id)?.status).toBe("delivered");
  });
});

describe("a test finds", () => {
  it("mails by recipient and subject, and all of one mail", async () => {
    const id = await send(
      "find+me_1%@example.net",
      "A Very Own Subject",
      '<a href="https://example.com/?a=1&amp;b=2">l</a>',
    );
    const list = async (query: string) =>
      ((await (await get(`/mails?${query}`)).json()) as { mails: { id: string }[] }).mails.map(
        (mail) => mail.id,
      );
    expect(await list(`to=${encodeURIComponent("FIND+me_1%@example.net")}`)).toEqual([id]);
    expect(await list("subject=very%20own")).toEqual([id]);
    expect(await list("subject=very%25own")).toEqual([]);
    expect(await list("q=own%20find&direction=out")).toEqual([id]);
    expect(await list("to=nobody@example.net")).toEqual([]);
    const one = (await (await get(`/mails/${id}`)).json()) as Record<string, unknown>;
    expect(one).toMatchObject({
      id,
      direction: "out",
      status: "delivered",
      links: ["https://example.com/?a=1&b=2"],
      text: "the <plain> text\n",
      parts: [{ filename: "logo.png", cid: "logo@x" }, { filename: "page.html" }],
      events: [{ type: "SEND" }, { type: "DELIVERY" }],
    });
    expect((await get("/mails/none")).status).toBe(404);
  });
});

describe("a button", () => {
  it("bounces or complains, and the event reaches the bus", async () => {
    const [a, b] = [
      await send("f@example.net", "s", "<p>x</p>"),
      await send("g@example.net", "s", "<p>x</p>"),
    ];
    expect(await (await post(`/mails/${a}/bounce`)).json()).toEqual({ status: "bounced" });
    const pressed = await post(`/mails/${b}/complain`, {}, { accept: "text/html" });
    expect([pressed.status, pressed.headers.get("location")]).toEqual([
      303,
      `/__local/inbox/?id=${b}&note=Now%20complained`,
    ]);
    await here.mail.idle();
    expect(here.details(a).at(-1)?.bounce?.bounceType).toBe("Permanent");
    expect(here.details(b).at(-1)?.eventType).toBe("Complaint");
    await post(`/mails/${a}/soft-bounce`);
    await post(`/mails/${a}/delay`);
    await here.mail.idle();
    expect(
      here
        .details(a)
        .slice(-2)
        .map((detail) => detail.bounce?.bounceType ?? detail.eventType),
    ).toEqual(["Transient", "DeliveryDelay"]);
    expect((await post("/mails/none/bounce")).status).toBe(404);
    expect((await post(`/mails/${a}/bounce`, { recipient: "other@example.net" })).status).toBe(404);
  });

  it("replies through the receipt rules, in the thread", async () => {
    const id = await send("h@example.net", "An offer", "<p>x</p>");
    expect((await post(`/mails/${id}/reply`, { text: "Yes, please" })).status).toBe(200);
    const stored = here.stored.at(-1)!;
    expect(stored.body).toMatch(/^Return-Path: <h@example.net>\r\nReceived: from localhost/);
    expect(stored.body).toContain("X-SES-Virus-Verdict: PASS\r\n");
    expect(stored.body).toContain("X-Stage: local\r\n");
    expect(stored.body).toContain("To: reply+t_1@in.example.com");
    expect(stored.body).toContain("Subject: Re: An offer");
    expect(stored.body).toContain(`In-Reply-To:\r\n <${id}@eu-central-1.amazonses.com>`);
    expect(stored.body).toMatch(/Yes, please[\s\S]*> the <plain> text/);
    expect(here.mail.list({ direction: "in" })[0]).toMatchObject({
      from: "h@example.net",
      status: "stored",
      stored: { bucket: "mail" },
    });
    expect((await post(`/mails/${id}/reply`, { text: " " })).status).toBe(400);
    const elsewhere = await send("h@example.net", "s", "<p>x</p>", undefined, "hello@other.example");
    expect((await post(`/mails/${elsewhere}/reply`, { text: "x" })).status).toBe(409);
  });

  it("unsubscribes by one POST, as RFC 8058 says it, and only at this stage", async () => {
    posted = [];
    const id = await send("i@example.net", "s", "<p>x</p>", `${OPEN}/u/abc`);
    expect((await post(`/mails/${id}/unsubscribe`)).status).toBe(200);
    expect(posted).toEqual([
      {
        url: `${OPEN}/u/abc`,
        init: {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: "List-Unsubscribe=One-Click",
          credentials: "omit",
          redirect: "manual",
        },
      },
    ]);
    answer = 302;
    expect((await post(`/mails/${id}/unsubscribe`)).status).toBe(502);
    const foreign = await send("i@example.net", "s", "<p>x</p>", "http://169.254.169.254/u");
    expect((await post(`/mails/${foreign}/unsubscribe`)).status).toBe(409);
    const without = await send("i@example.net", "s", "<p>x</p>");
    expect((await post(`/mails/${without}/unsubscribe`)).status).toBe(409);
    expect(posted).toHaveLength(2);
  });
});
