import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import { describe, expect, it } from "vitest";
import { visitorOf } from "../../packages/core/src/tracking/machine.ts";
import { app } from "../../packages/functions/src/open/app.ts";
import { withSending } from "./hooks.ts";
import { aCampaign, person } from "./stand.ts";

const stage = withSending();

const chrome = {
  "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36",
};
const ask = async (path: string, init: RequestInit = {}) => app.request(path, { headers: chrome, ...init });

/** One mail in one inbox, and the ways that lead out of it. */
async function aMail(more = {}) {
  const made = await aCampaign(stage, [person(1, { email: `reader${Date.now()}@open.example`, ...more })]);
  await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
  await stage.minute();
  const mail = stage.mails().find(({ tags }) => tags.campaign?.[0] === made.id);
  const raw = String(stage.mail.raw(mail!.id))
    .replace(/=\r?\n/g, "")
    .replaceAll("=3D", "=");
  const find = (pattern: RegExp) => new URL(pattern.exec(raw)?.[0] ?? "").pathname;
  const results = () => made.marketer(() => Campaign.results({ id: made.id }));
  const consent = async () =>
    (await made.marketer(() => Contact.fromID({ id: made.contacts[0]!.id }))).consent?.marketing?.state;
  stage.turn(10_000);
  return {
    ...made,
    results,
    consent,
    pixel: find(/http:\/\/localhost:4000\/t\/o\/[\w.-]+/),
    click: find(/http:\/\/localhost:4000\/t\/c\/[\w.-]+/),
    unsubscribe: find(/http:\/\/localhost:4000\/u\/[\w.-]+/),
  };
}

describe("opens and clicks", () => {
  it("count a person once, and lead to the address that the mail said", async () => {
    const mail = await aMail();
    const picture = await ask(mail.pixel);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/gif"]);
    await ask(mail.pixel);
    expect(await mail.results()).toMatchObject({ opened: 1, clicked: 0, machineOpened: 0 });
    const link = await ask(mail.click);
    expect([link.status, link.headers.get("location")]).toEqual([302, "https://shop.example/sale?x=1&y=2"]);
    expect(await mail.results()).toMatchObject({ opened: 1, clicked: 1 });
  });

  it("keep machines apart and count prefetches as nothing", async () => {
    const mail = await aMail();
    await ask(mail.pixel, { headers: { "user-agent": "Mozilla/5.0" } });
    await ask(mail.pixel, { headers: { ...chrome, "sec-purpose": "prefetch" } });
    await ask(mail.pixel, { method: "HEAD" });
    await ask(mail.click, { method: "HEAD" });
    expect((await ask(mail.click, { headers: { "user-agent": "SafeLinks scanner" } })).status).toBe(302);
    expect(await mail.results()).toMatchObject({ opened: 0, machineOpened: 1, clicked: 0 });
  });

  it("cost one write each", async () => {
    const mail = await aMail();
    stage.core.forget();
    await ask(mail.pixel);
    await ask(mail.click);
    expect(stage.core.requests.map(({ operation, write }) => [operation, write])).toEqual([
      ["UpdateItem", 1],
      ["UpdateItem", 1],
    ]);
  });

  it("lead nowhere for a link that was forged, cut, or made for something else", async () => {
    const mail = await aMail();
    const [payload, signature] = mail.click.replace("/t/c/", "").split(".") as [string, string];
    const parts = JSON.parse(Buffer.from(payload, "base64url").toString()) as unknown[];
    const evil = Buffer.from(JSON.stringify([...parts.slice(0, -1), "https://evil.example"])).toString(
      "base64url",
    );
    const before = await stage.core.dump();
    for (const path of [
      `/t/c/${evil}.${signature}`,
      `/t/c/${payload}`,
      "/t/c/x.y",
      `/t/c/${mail.unsubscribe.slice(3)}`,
    ])
      expect((await ask(path)).status).toBe(404);
    expect((await ask(`/t/o/${payload}.${signature}.gif`)).status).toBe(200);
    for (const path of [`/u/${evil}.${signature}`, "/u/x"]) {
      expect((await ask(path)).status).toBe(404);
      expect((await ask(path, { method: "POST" })).status).toBe(404);
    }
    expect(await stage.core.dump()).toEqual(before);
  });

  it("tell people from machines by a rule that can be said", () => {
    const sent = "2025-03-03T08:00:00.000Z";
    const at = (seconds: number) => new Date(Date.parse(sent) + seconds * 1_000);
    const of = (agent: string | undefined, seconds = 60, more = {}) =>
      visitorOf({ method: "GET", agent, purpose: undefined, ...more }, sent, at(seconds));
    expect(of(chrome["user-agent"])).toBe("person");
    expect(of("Mozilla/5.0 (Windows NT 5.1) GoogleImageProxy")).toBe("person");
    expect(of(chrome["user-agent"], 1)).toBe("machine");
    for (const agent of [undefined, "", "Mozilla/5.0", "Googlebot/2.1", "python-requests/2", "curl/8"])
      expect(of(agent)).toBe("machine");
    expect(of(chrome["user-agent"], 60, { method: "HEAD" })).toBe("nobody");
  });
});

describe("unsubscribing", () => {
  it("shows a page and changes nothing on a GET or a HEAD", async () => {
    const mail = await aMail({
      consent: { marketing: { state: "subscribed", at: "2025-01-01T00:00:00.000Z" } },
    });
    const before = await stage.core.dump();
    const shown = await ask(mail.unsubscribe);
    expect(shown.status).toBe(200);
    const text = await shown.text();
    expect(text).toContain("r…@open.example");
    expect(text).not.toContain("<script");
    expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
    await ask(mail.unsubscribe, { method: "HEAD" });
    await ask(`${mail.unsubscribe}/preferences`);
    expect(await stage.core.dump()).toEqual(before);
  });

  it("is done by one POST as RFC 8058 says it, and repeating it changes nothing", async () => {
    const mail = await aMail();
    const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
    expect((await ask(mail.unsubscribe, { method: "POST", body, headers: {} })).status).toBe(200);
    expect(await mail.consent()).toBe("unsubscribed");
    const after = await stage.core.dump();
    expect((await ask(mail.unsubscribe, { method: "POST" })).status).toBe(200);
    expect(await stage.core.dump()).toEqual(after);
    expect(await mail.results()).toMatchObject({ unsubscribed: 1 });
    expect(await mail.marketer(() => Campaign.audience({ id: mail.id }))).toMatchObject({
      unsubscribed: 1,
      recipients: 0,
    });
  });

  it("is undone in the preferences, topic by topic", async () => {
    const mail = await aMail({
      consent: { "product-news": { state: "subscribed", at: "2025-01-01T00:00:00.000Z" } },
    });
    const post = (topics: string[]) =>
      ask(`${mail.unsubscribe}/preferences`, {
        method: "POST",
        body: new URLSearchParams(topics.map((topic) => ["topic", topic])),
        headers: {},
      });
    await post(["product-news"]);
    expect(await mail.consent()).toBe("unsubscribed");
    expect(await (await post(["marketing", "product-news"])).text()).toContain("Saved.");
    expect(await mail.consent()).toBe("subscribed");
    const contact = await mail.marketer(() => Contact.fromID({ id: mail.contacts[0]!.id }));
    expect(contact.consent?.["product-news"]?.state).toBe("subscribed");
  });

  it("holds for a contact in the trash, so that restoring it changes nothing", async () => {
    const mail = await aMail();
    await mail.marketer(() => Contact.remove({ id: mail.contacts[0]!.id }));
    expect((await ask(mail.unsubscribe, { method: "POST" })).status).toBe(200);
    await mail.marketer(() => Contact.restore({ id: mail.contacts[0]!.id }));
    expect(await mail.marketer(() => Campaign.audience({ id: mail.id }))).toMatchObject({
      suppressed: 1,
      recipients: 0,
    });
  });
});
