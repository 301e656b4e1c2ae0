import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, ask, cookieOf, lastMailTo, mailsTo, PASSWORD, signIn, signUp } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
afterEach(() => {
  vi.useRealTimers();
});

const MINUTE = 60_000;
/** The clock turned, without waiting. */
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

describe("a forgotten password", () => {
  it("is answered the same for everybody, with the same requests to the table", async () => {
    const ada = await signUp();
    core.forget();
    const known = await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const first = core.requests.map((request) => request.operation);
    core.forget();
    const unknown = await ask("POST", "/auth/forgot", {}, { email: anEmail("nobody") });
    expect(known.body).toEqual(unknown.body);
    expect(known.status).toBe(200);
    expect(core.requests.map((request) => request.operation).sort()).toEqual(first.sort());
  });

  it("is replaced once by the mailed link, and every sign-in ends", async () => {
    const ada = await signUp();
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const { token } = await lastMailTo(core, ada.email, "reset");
    const password = "an even better one";
    expect((await ask("POST", "/auth/reset", {}, { token, password })).body).toEqual({ done: true });
    expect((await ask("GET", "/me", ada)).status).toBe(401);
    expect((await signIn(ada.email)).status).toBe(401);
    expect((await signIn(ada.email, password)).status).toBe(200);
    const again = await ask("POST", "/auth/reset", {}, { token, password: "yet another one" });
    expect(again.status).toBe(410);
  });

  it("voids earlier links once one was used", async () => {
    const ada = await signUp();
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const first = await lastMailTo(core, ada.email, "reset");
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const second = await lastMailTo(core, ada.email, "reset");
    expect(
      (await ask("POST", "/auth/reset", {}, { token: second.token, password: "an even better one" })).status,
    ).toBe(200);
    expect(
      (await ask("POST", "/auth/reset", {}, { token: first.token, password: "a third password" })).status,
    ).toBe(410);
  });

  it("gives one of two at once the new password", async () => {
    const ada = await signUp();
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const { token } = await lastMailTo(core, ada.email, "reset");
    const answers = await Promise.all(
      ["first new password", "second new password"].map((password) =>
        ask("POST", "/auth/reset", {}, { token, password }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 410]);
  });

  it("needs the link within the hour, and a password that passes the rules", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const ada = await signUp();
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const { token } = await lastMailTo(core, ada.email, "reset");
    expect((await ask("POST", "/auth/reset", {}, { token, password: "password123" })).status).toBe(400);
    expect(
      (await ask("POST", "/auth/reset", {}, { token: "short", password: "an even better one" })).status,
    ).toBe(400);
    expect(
      (await ask("POST", "/auth/reset", {}, { token: "x".repeat(43), password: "an even better one" }))
        .status,
    ).toBe(410);
    later(61 * MINUTE);
    expect((await ask("POST", "/auth/reset", {}, { token, password: "an even better one" })).status).toBe(
      410,
    );
    expect((await signIn(ada.email)).status).toBe(200);
  });

  it("can't be reset with a session's token, nor a session be had with a reset's", async () => {
    const ada = await signUp();
    expect(
      (await ask("POST", "/auth/reset", {}, { token: ada.cookie, password: "an even better one" })).status,
    ).toBe(410);
    await ask("POST", "/auth/forgot", {}, { email: ada.email });
    const { token } = await lastMailTo(core, ada.email, "reset");
    expect((await ask("GET", "/me", { cookie: token })).status).toBe(401);
    expect((await ask("POST", "/auth/accept", {}, { token, name: "Ada", password: PASSWORD })).status).toBe(
      410,
    );
  });
});

describe("changing the password", () => {
  it("wants the present one, ends the other sign-ins and tells by mail", async () => {
    const ada = await signUp();
    const phone = cookieOf(await signIn(ada.email));
    const wrong = await ask("POST", "/me/password", ada, {
      current: "a wrong password",
      password: "an even better one",
    });
    expect(wrong.body).toMatchObject({ status: 400, issues: [{ path: "current" }] });
    const done = await ask("POST", "/me/password", ada, {
      current: PASSWORD,
      password: "an even better one",
    });
    expect(done.status).toBe(200);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
    expect((await ask("GET", "/me", { cookie: phone })).status).toBe(401);
    expect((await signIn(ada.email)).status).toBe(401);
    expect((await signIn(ada.email, "an even better one")).status).toBe(200);
    expect((await mailsTo(core, ada.email)).map((mail) => mail.template)).toContain("password");
  });

  it("can't be guessed through a stolen session", async () => {
    const ada = await signUp();
    for (let attempt = 0; attempt < 10; attempt++)
      await ask("POST", "/me/password", ada, { current: "a wrong password", password: "an even better one" });
    const refused = await ask("POST", "/me/password", ada, {
      current: PASSWORD,
      password: "an even better one",
    });
    expect(refused.status).toBe(429);
  });
});
