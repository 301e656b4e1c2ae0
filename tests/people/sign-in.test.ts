import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, ask, cookieOf, mailsTo, PASSWORD, signIn, signUp, stored } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
/** The clock turned, without waiting. */
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

describe("signing in", () => {
  it("answers a wrong password and an unknown email alike", async () => {
    const ada = await signUp();
    const wrong = await signIn(ada.email, "a wrong password");
    const unknown = await signIn(anEmail("nobody"), "a wrong password");
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const { requestId: _, ...first } = wrong.body;
    const { requestId: __, ...second } = unknown.body;
    expect(first).toEqual(second);
  });

  it("finds the email in any case and keeps no password readable", async () => {
    const ada = await signUp();
    expect((await signIn(ada.email.toUpperCase())).status).toBe(200);
    const login = (await stored(core)).find((item) => item.pk === `login#${ada.email}`);
    expect(login?.password).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/,
    );
    expect(JSON.stringify(await stored(core))).not.toContain(PASSWORD);
  });

  it("costs a signed-in request one GetItem for all of auth", async () => {
    const ada = await signUp();
    core.forget();
    await ask("GET", "/workspace", ada);
    expect(core.requests.map((request) => request.operation)).toEqual(["GetItem", "GetItem"]);
  });

  it("ends with the sign-out, at once and alone", async () => {
    const ada = await signUp();
    const other = cookieOf(await signIn(ada.email));
    const out = await ask("POST", "/auth/sign-out", ada);
    expect(out.status).toBe(204);
    expect(out.headers.getSetCookie()[0]).toMatch(
      /^__Host-session=; Max-Age=0; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect((await ask("GET", "/me", ada)).status).toBe(401);
    expect((await ask("GET", "/me", { cookie: other })).status).toBe(200);
    expect((await ask("POST", "/auth/sign-out", ada)).status).toBe(204);
  });

  it("ends after a week without use, and 30 days after it began whatever the use", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const ada = await signUp();
    later(6 * DAY);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
    later(6 * DAY);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
    const session = (await stored(core)).find(
      (item) => item.sk === "session" && item.memberId === ada.memberId,
    );
    expect(Number(session?._ttl) * 1000).toBeGreaterThan(Date.now() + 6 * DAY);
    later(7 * DAY + MINUTE);
    expect((await ask("GET", "/me", ada)).status).toBe(401);
    const again = { cookie: cookieOf(await signIn(ada.email)) };
    for (let day = 0; day < 29; day += 5) {
      expect((await ask("GET", "/me", again)).status).toBe(200);
      later(5 * DAY);
    }
    expect((await ask("GET", "/me", again)).status).toBe(401);
  });

  it("refuses a token that is cut, empty, forged or its own hash", async () => {
    const ada = await signUp();
    const found = (await stored(core)).find(
      (item) => item.sk === "session" && item.memberId === ada.memberId,
    );
    const hash = String(found?.pk).slice("session#".length);
    for (const cookie of [ada.cookie.slice(1), "", "x".repeat(43), hash, "%00"])
      expect((await ask("GET", "/me", { cookie })).status).toBe(401);
  });

  it("stays within 20 places: the oldest sign-in gives way", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const ada = await signUp();
    for (let place = 0; place < 20; place++) {
      later(MINUTE);
      expect((await signIn(ada.email)).status).toBe(200);
    }
    expect((await ask("GET", "/me", ada)).status).toBe(401);
    const cookie = cookieOf(await signIn(ada.email));
    expect((await ask("GET", "/me/sessions", { cookie })).body.items).toHaveLength(20);
    expect(
      (await stored(core)).filter((item) => item.sk === "session" && item.memberId === ada.memberId),
    ).toHaveLength(20);
  });

  it("lets ten sign-ins of one person at once all succeed", async () => {
    const ada = await signUp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(ada.email)));
    expect(answers.map((answer) => answer.status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect((await ask("GET", "/me/sessions", ada)).body.items).toHaveLength(9);
  });

  it("mails about a browser that was not seen before, and only then", async () => {
    const ada = await signUp();
    await signIn(ada.email);
    await signIn(ada.email, PASSWORD, {}, { agent: "Chrome" });
    await signIn(ada.email, PASSWORD, {}, { agent: "Chrome" });
    const templates = (await mailsTo(core, ada.email)).map((mail) => mail.template);
    expect(templates).toEqual(["welcome", "sign-in"]);
  });
});

describe("attempts", () => {
  it("end for an email after ten wrong passwords, with the time to wait, and even the right one waits", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(new Date("2026-03-01T10:01:00Z"));
    const ada = await signUp();
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await signIn(ada.email, "a wrong password")).status).toBe(401);
    const refused = await signIn(ada.email);
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBe("840");
    expect((await signIn((await signUp()).email)).status).toBe(200);
    later(14 * MINUTE);
    expect((await signIn(ada.email)).status).toBe(200);
  });

  it("start anew after a success", async () => {
    const ada = await signUp();
    for (let round = 0; round < 2; round++) {
      for (let attempt = 0; attempt < 6; attempt++) await signIn(ada.email, "a wrong password");
      expect((await signIn(ada.email)).status).toBe(200);
    }
  });

  it("are counted side by side, too", async () => {
    const email = anEmail();
    const answers = await Promise.all(Array.from({ length: 14 }, () => signIn(email, "a wrong password")));
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(4);
  });

  it("end for an address that tries many emails, by the hop that CloudFront wrote", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(new Date("2026-03-02T10:01:00Z"));
    const asker = { ip: "203.0.113.66" };
    const tries = Array.from({ length: 60 }, (_, place) =>
      ask("POST", "/auth/forgot", { ...asker, headers: {} }, { email: anEmail(`f${place}`) }),
    );
    expect((await Promise.all(tries)).every((answer) => answer.status === 200)).toBe(true);
    expect((await ask("POST", "/auth/forgot", asker, { email: anEmail() })).status).toBe(429);
    expect((await ask("POST", "/auth/forgot", { ip: "203.0.113.67" }, { email: anEmail() })).status).toBe(
      200,
    );
  });
});
