import { Secret, TOTP } from "otpauth";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, cookieOf, lastMailTo, mailsTo, PASSWORD, type Person, signIn, signUp, stored } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-05-04T09:00:10Z"));
});
afterEach(() => {
  vi.useRealTimers();
});

const STEP = 30_000;
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const codeOf = (secret: string) =>
  new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 }).generate({
    timestamp: Date.now(),
  });

/** Somebody whose second factor is on, and a time step later than its confirmation. */
async function protectedPerson(): Promise<Person & { secret: string; recovery: string[] }> {
  const ada = await signUp();
  const { secret } = (await ask("POST", "/me/second-factor", ada, { password: PASSWORD })).body;
  const confirmed = await ask("POST", "/me/second-factor/confirm", ada, { code: codeOf(secret) });
  expect(confirmed.status).toBe(200);
  later(STEP);
  return { ...ada, secret, recovery: confirmed.body.codes };
}

describe("a second factor", () => {
  it("is on only after a code confirms it, and gives ten recovery codes", async () => {
    const ada = await signUp();
    const setUp = await ask("POST", "/me/second-factor", ada, { password: PASSWORD });
    expect(setUp.body.uri).toBe(
      `otpauth://totp/Rapport:${encodeURIComponent(ada.email)}?issuer=Rapport&secret=${setUp.body.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await ask("GET", "/me/second-factor", ada)).body).toEqual({ on: false });
    expect((await signIn(ada.email)).status).toBe(200);
    const wrong = await ask("POST", "/me/second-factor/confirm", ada, { code: "000000" });
    expect(wrong.body).toMatchObject({ status: 400, issues: [{ path: "code" }] });
    const confirmed = await ask("POST", "/me/second-factor/confirm", ada, {
      code: codeOf(setUp.body.secret),
    });
    expect(new Set(confirmed.body.codes).size).toBe(10);
    expect((await ask("GET", "/me/second-factor", ada)).body).toMatchObject({ on: true, recoveryCodes: 10 });
    expect((await mailsTo(core, ada.email)).map((mail) => mail.template)).toEqual([
      "welcome",
      "second-factor",
    ]);
  });

  it("ends the other sign-ins when it is switched on", async () => {
    const ada = await signUp();
    const other = cookieOf(await signIn(ada.email));
    const { secret } = (await ask("POST", "/me/second-factor", ada, { password: PASSWORD })).body;
    await ask("POST", "/me/second-factor/confirm", ada, { code: codeOf(secret) });
    expect((await ask("GET", "/me", { cookie: other })).status).toBe(401);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
  });

  it("is asked for after the right password only, and a wrong password says nothing of it", async () => {
    const ada = await protectedPerson();
    expect((await signIn(ada.email, "a wrong password")).body.type).toBe("/problems/wrong-credentials");
    const asked = await signIn(ada.email);
    expect(asked).toMatchObject({ status: 401, body: { type: "/problems/second-factor-required" } });
    expect(asked.headers.getSetCookie()).toEqual([]);
    expect((await signIn(ada.email, PASSWORD, { code: codeOf(ada.secret) })).status).toBe(200);
  });

  it("refuses a code the second time, an older one after it, and one of ten minutes ago", async () => {
    const ada = await protectedPerson();
    const old = codeOf(ada.secret);
    later(20 * STEP);
    const before = codeOf(ada.secret);
    later(STEP);
    const code = codeOf(ada.secret);
    expect((await signIn(ada.email, PASSWORD, { code: old })).body.type).toBe("/problems/wrong-code");
    expect((await signIn(ada.email, PASSWORD, { code })).status).toBe(200);
    expect((await signIn(ada.email, PASSWORD, { code })).body.type).toBe("/problems/wrong-code");
    expect((await signIn(ada.email, PASSWORD, { code: before })).body.type).toBe("/problems/wrong-code");
  });

  it("takes one code once though two use it at the same time", async () => {
    const ada = await protectedPerson();
    const code = codeOf(ada.secret);
    const answers = await Promise.all([1, 2, 3].map(() => signIn(ada.email, PASSWORD, { code })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it("takes each recovery code once, however it is typed, and tells by mail", async () => {
    const ada = await protectedPerson();
    const [first = "", second = ""] = ada.recovery;
    expect(
      (await signIn(ada.email, PASSWORD, { code: first.toUpperCase().replaceAll("-", " ") })).status,
    ).toBe(200);
    expect((await signIn(ada.email, PASSWORD, { code: first })).body.type).toBe("/problems/wrong-code");
    expect((await signIn(ada.email, PASSWORD, { code: second })).status).toBe(200);
    expect((await ask("GET", "/me/second-factor", ada)).body).toMatchObject({ recoveryCodes: 8 });
    const templates = (await mailsTo(core, ada.email)).map((mail) => mail.template);
    expect(templates.filter((template) => template === "second-factor")).toHaveLength(3);
  });

  it("can't be guessed: ten codes and the email waits", async () => {
    const ada = await protectedPerson();
    for (let attempt = 0; attempt < 10; attempt++)
      expect((await signIn(ada.email, PASSWORD, { code: String(attempt).padStart(6, "0") })).status).toBe(
        401,
      );
    expect((await signIn(ada.email, PASSWORD, { code: codeOf(ada.secret) })).status).toBe(429);
  });

  it("stays on when the password is reset", async () => {
    const ada = await protectedPerson();
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const { token } = await lastMailTo(core, ada.email, "reset");
    await ask("POST", "/auth/reset", {}, { token, password: "an even better one" });
    expect((await signIn(ada.email, "an even better one")).body.type).toBe(
      "/problems/second-factor-required",
    );
  });

  it("is switched off with password and code only, and another can be set up", async () => {
    const ada = await protectedPerson();
    expect((await ask("POST", "/me/second-factor", ada, { password: PASSWORD })).body.type).toBe(
      "/problems/second-factor-on",
    );
    const wrong = await ask("POST", "/me/second-factor/disable", ada, { password: PASSWORD, code: "000000" });
    expect(wrong.status).toBe(400);
    const unsure = await ask("POST", "/me/second-factor/disable", ada, {
      password: "a wrong password",
      code: codeOf(ada.secret),
    });
    expect(unsure.status).toBe(400);
    const off = await ask("POST", "/me/second-factor/disable", ada, {
      password: PASSWORD,
      code: codeOf(ada.secret),
    });
    expect(off.status).toBe(200);
    expect((await signIn(ada.email)).status).toBe(200);
    expect((await ask("POST", "/me/second-factor", ada, { password: PASSWORD })).status).toBe(200);
  });

  it("wants the password before it shows a secret", async () => {
    const ada = await signUp();
    expect((await ask("POST", "/me/second-factor", ada, { password: "a wrong password" })).status).toBe(400);
    expect((await ask("POST", "/me/second-factor", ada, {})).status).toBe(400);
  });

  it("keeps its secret encrypted and its recovery codes hashed", async () => {
    const ada = await protectedPerson();
    const all = JSON.stringify(await stored(core));
    expect(all).not.toContain(ada.secret);
    for (const code of ada.recovery) expect(all).not.toContain(code);
    const login = (await stored(core)).find((item) => item.pk === `login#${ada.email}`);
    expect(login?.secondFactor).toMatchObject({ secret: expect.stringMatching(/^v1\./) });
  });
});
