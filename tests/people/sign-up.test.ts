import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, ask, cookieOf, mailsTo, PASSWORD, signIn, signUp, stored } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

describe("signing up", () => {
  it("makes a workspace, its owner, a default pipeline and a welcome mail in one transaction, and signs in", async () => {
    core.forget();
    const ada = await signUp({ workspace: "Difference Engines" });
    expect(core.requests.filter((request) => request.operation === "TransactWriteItems")).toHaveLength(1);
    const me = await ask("GET", "/me", ada);
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({
      member: { id: ada.memberId, email: ada.email, role: "owner", visibility: "all", active: true },
      workspace: { id: ada.workspaceId, name: "Difference Engines", currency: "EUR" },
      workspaces: [{ id: ada.workspaceId, current: true }],
      via: "session",
      secondFactor: { on: false },
    });
    const pipelines = await ask("GET", "/pipelines", ada);
    expect(pipelines.body.items).toHaveLength(1);
    expect((await mailsTo(core, ada.email)).map((mail) => mail.template)).toEqual(["welcome"]);
  });

  it("gives a cookie that only this host can set, and that no script and no other site sees", async () => {
    const email = anEmail();
    const answer = await ask(
      "POST",
      "/auth/sign-up",
      { ip: "192.0.2.77" },
      { workspace: "W", name: "A", email, password: PASSWORD },
    );
    const cookie = answer.headers.getSetCookie()[0];
    expect(cookie).toMatch(/^__Host-session=[\w-]{43}; /);
    for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Lax"])
      expect(cookie).toContain(attribute);
    expect(cookie).not.toContain("Domain");
    expect(JSON.stringify(answer.body)).not.toContain(cookieOf(answer));
  });

  it("refuses an email that signs in already with another password, and changes nothing", async () => {
    const ada = await signUp();
    const before = await stored(core);
    const again = await ask(
      "POST",
      "/auth/sign-up",
      { ip: "192.0.2.78" },
      {
        workspace: "Another",
        name: "Not Ada",
        email: ada.email.toUpperCase(),
        password: "another password",
      },
    );
    expect(again.status).toBe(409);
    expect(again.body.type).toBe("/problems/login-exists");
    expect(await stored(core)).toEqual(before);
  });

  it("lets one login own two workspaces, signs into the one used last and goes from one to the other", async () => {
    const ada = await signUp({ workspace: "First" });
    const second = await signUp({ email: ada.email, workspace: "Second" });
    const me = await ask("GET", "/me", second);
    expect(me.body.workspaces.map((one: { name: string }) => one.name).sort()).toEqual(["First", "Second"]);
    expect((await signIn(ada.email)).body.workspaceId).toBe(second.workspaceId);
    const moved = await ask("POST", "/me/workspace", second, { workspaceId: ada.workspaceId });
    expect(moved.body).toMatchObject({ workspaceId: ada.workspaceId, memberId: ada.memberId });
    expect((await ask("GET", "/me", { cookie: cookieOf(moved) })).body.workspace.name).toBe("First");
    expect((await ask("GET", "/me", second)).status).toBe(401);
    expect((await signIn(ada.email)).body.workspaceId).toBe(ada.workspaceId);
    const foreign = await signUp();
    const refused = await ask(
      "POST",
      "/me/workspace",
      { cookie: cookieOf(moved) },
      { workspaceId: foreign.workspaceId },
    );
    expect(refused.status).toBe(404);
  });

  it.each([
    ["a short password", { password: "short" }, "password"],
    ["a password of 201 characters", { password: "x".repeat(201) }, "password"],
    ["a common password", { password: "password123!" }, "password"],
    ["a walk over the keyboard", { password: "qwertyuiop" }, "password"],
    [
      "the email as password",
      { email: "charles.babbage@people.example", password: "charles.babbage" },
      "password",
    ],
    ["no email", { email: undefined }, "email"],
    ["an email with a line break", { email: "ada@people.example\r\nBcc: all@people.example" }, "email"],
    ["a name with a line break", { name: "Ada\nBcc: all@people.example" }, "name"],
    ["an unknown field", { role: "owner" }, ""],
    ["a currency that isn't one", { currency: "XXQ" }, "currency"],
    ["a time zone that isn't one", { timeZone: "Mars/Olympus" }, "timeZone"],
    ["a locale that isn't one", { locale: "not a locale" }, "locale"],
    ["a name of 121 characters", { name: "x".repeat(121) }, "name"],
    ["a number for a name", { name: 7 }, "name"],
  ])("refuses %s", async (_, change, path) => {
    const good = { workspace: "W", name: "Ada", email: anEmail(), password: PASSWORD };
    const answer = await ask("POST", "/auth/sign-up", { ip: "192.0.2.79" }, { ...good, ...change });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: "/problems/invalid", issues: [{ path }] });
  });

  it("takes the demo's password", async () => {
    const answer = await ask(
      "POST",
      "/auth/sign-up",
      {},
      { workspace: "Demo", name: "Demo", email: anEmail(), password: "rapport-demo" },
    );
    expect(answer.status).toBe(201);
  });
});
