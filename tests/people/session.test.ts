import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, cookieOf, PASSWORD, signIn, signUp } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

describe("one's sign-ins", () => {
  it("are listed with browser and address, and end one by one or all others", async () => {
    const ada = await signUp();
    const phone = cookieOf(await signIn(ada.email, PASSWORD, {}, { agent: "Phone", ip: "203.0.113.5" }));
    const tablet = cookieOf(await signIn(ada.email, PASSWORD, {}, { agent: "Tablet" }));
    const { items } = (await ask("GET", "/me/sessions", ada)).body;
    expect(items).toHaveLength(3);
    expect(items.filter((one: { current: boolean }) => one.current)).toHaveLength(1);
    const found = items.find((one: { agent: string }) => one.agent === "Phone");
    expect(found).toMatchObject({ ip: "203.0.113.5", current: false });
    expect(JSON.stringify(items)).not.toContain("hash");
    expect((await ask("DELETE", `/me/sessions/${found.id}`, ada)).status).toBe(204);
    expect((await ask("DELETE", `/me/sessions/${found.id}`, ada)).status).toBe(404);
    expect((await ask("GET", "/me", { cookie: phone })).status).toBe(401);
    expect((await ask("DELETE", "/me/sessions", ada)).body).toEqual({ ended: 1 });
    expect((await ask("GET", "/me", { cookie: tablet })).status).toBe(401);
    expect((await ask("GET", "/me", ada)).status).toBe(200);
  });

  it("of somebody else can't be ended", async () => {
    const ada = await signUp();
    const charles = await signUp();
    const { items } = (await ask("GET", "/me/sessions", charles)).body;
    expect((await ask("DELETE", `/me/sessions/${items[0].id}`, ada)).status).toBe(404);
    expect((await ask("GET", "/me", charles)).status).toBe(200);
  });
});
