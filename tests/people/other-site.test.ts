import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, PASSWORD, signIn, signUp } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

describe("other sites", () => {
  const sites = [
    ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    [
      "the open host, which the browser calls the same site",
      { "sec-fetch-site": "same-site", origin: "http://localhost:4000" },
      403,
    ],
    ["an old browser on another site", { origin: "https://evil.example" }, 403],
    ["a sandboxed frame", { origin: "null" }, 403],
    ["our own page", { "sec-fetch-site": "same-origin", origin: "http://127.0.0.1:4000" }, 200],
    ["our own page in an old browser", { origin: "http://127.0.0.1:4000" }, 200],
    ["a program", {}, 200],
  ] as const;

  it.each(sites)("%s: a change with the cookie", async (_, headers, status) => {
    const ada = await signUp();
    const answer = await ask("PATCH", "/me", { cookie: ada.cookie, headers }, { title: "Countess" });
    expect(answer.status).toBe(status);
    const me = await ask("GET", "/me", ada);
    expect(me.body.member.title).toBe(status === 200 ? "Countess" : undefined);
  });

  it("can't sign anybody in or out", async () => {
    const ada = await signUp();
    const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    expect((await signIn(ada.email, PASSWORD, {}, { headers })).status).toBe(403);
    expect((await ask("POST", "/auth/sign-out", { cookie: ada.cookie, headers })).status).toBe(403);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
  });

  it("may read nothing more, but a link from anywhere opens the app: a GET passes", async () => {
    const ada = await signUp();
    const answer = await ask("GET", "/me", {
      cookie: ada.cookie,
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });
});
