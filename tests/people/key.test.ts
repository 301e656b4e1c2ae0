import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, cookieOf, invited, type Person, signIn, signUp, stored } from "./app.ts";

let core: Core;
let owner: Person;
beforeAll(async () => {
  core = await startCore();
  owner = await signUp();
});
afterAll(() => core.stop());
afterEach(() => {
  vi.useRealTimers();
});

async function aKey(by: Person, role = "sales", more: object = {}) {
  const made = await ask("POST", "/api-keys", by, { name: "Shop", role, ...more });
  expect(made.status).toBe(201);
  return made.body as { id: string; key: string; hint: string };
}

describe("an API key", () => {
  it("is shown once, kept as a hash, and acts with its role as the member who made it", async () => {
    const made = await aKey(owner);
    expect(made.key).toMatch(/^rapport_[\w-]{43}$/);
    expect(made.key.startsWith(made.hint)).toBe(true);
    expect(JSON.stringify((await ask("GET", "/api-keys", owner)).body)).not.toContain(made.key);
    expect(JSON.stringify(await stored(core))).not.toContain(made.key);
    const contact = await ask("POST", "/contacts", { key: made.key }, { firstName: "Grace" });
    expect(contact).toMatchObject({ status: 201, body: { createdBy: owner.memberId } });
    const me = await ask("GET", "/me", { key: made.key });
    expect(me.body).toMatchObject({
      via: "key",
      member: { id: owner.memberId },
      workspaces: [{ id: owner.workspaceId }],
    });
    expect(me.body.permissions).not.toContain("member:write");
    expect((await ask("POST", "/teams", { key: made.key }, { name: "West" })).status).toBe(403);
  });

  it("costs a request one GetItem for all of auth", async () => {
    const { key } = await aKey(owner);
    await ask("GET", "/workspace", { key });
    core.forget();
    await ask("GET", "/workspace", { key });
    expect(core.requests.map((request) => request.operation)).toEqual(["GetItem", "GetItem"]);
  });

  it("says on which day it was used last, for one conditional write a day", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-05-01T22:00:00Z") });
    const by = await signUp();
    const { id, key } = await aKey(by);
    const unused = await aKey(by);
    const usedOn = async (which: string) => {
      const { items } = (await ask("GET", "/api-keys", by)).body;
      return items.find((one: { id: string }) => one.id === which).usedOn;
    };
    const writes = () =>
      core.requests.filter(({ write }) => write > 0).map(({ operation, write }) => [operation, write]);
    expect(await usedOn(id)).toBeUndefined();
    core.forget();
    for (let time = 0; time < 3; time++) await ask("GET", "/workspace", { key });
    expect(writes()).toEqual([["UpdateItem", 1]]);
    expect(await usedOn(id)).toBe("2026-05-01");
    vi.setSystemTime(Date.parse("2026-05-02T00:00:01Z"));
    core.forget();
    await Promise.all(Array.from({ length: 4 }, () => ask("GET", "/workspace", { key })));
    await ask("GET", "/workspace", { key });
    const written = (await stored(core)).find(({ id: of, sk }) => of === id && sk === "key");
    expect(written?.usedOn).toBe("2026-05-02");
    expect(writes().length).toBeLessThanOrEqual(4);
    expect(await usedOn(id)).toBe("2026-05-02");
    expect(await usedOn(unused.id)).toBeUndefined();
    core.forget();
    await ask("GET", "/api-keys", by);
    expect(core.requests.map(({ operation }) => operation)).toEqual([
      "GetItem",
      "Query",
      "BatchGetItem",
      "BatchGetItem",
    ]);
    expect(JSON.stringify((await ask("GET", "/api-keys", by)).body)).not.toContain("hash");
    await ask("DELETE", `/api-keys/${id}`, by);
    const before = await stored(core);
    expect((await ask("GET", "/workspace", { key })).status).toBe(401);
    expect(await stored(core)).toEqual(before);
  });

  it("may nothing that is a person's: passwords, second factor, sign-ins, profile, more keys", async () => {
    const { key } = await aKey(owner, "admin");
    for (const [method, path, body] of [
      ["POST", "/me/password", { current: owner.password, password: "an even better one" }],
      ["POST", "/me/second-factor", { password: owner.password }],
      ["GET", "/me/sessions", undefined],
      ["DELETE", "/me/sessions", undefined],
      ["PATCH", "/me", { name: "Key" }],
      ["POST", "/me/workspace", { workspaceId: owner.workspaceId }],
      ["POST", "/api-keys", { name: "Child", role: "viewer" }],
    ] as const)
      expect((await ask(method, path, { key }, body)).status).toBe(403);
  });

  it("needs no origin: no browser sends it by itself", async () => {
    const { key } = await aKey(owner);
    const headers = { origin: "https://partner.example", "sec-fetch-site": "cross-site" };
    expect((await ask("POST", "/contacts", { key, headers }, { firstName: "Grace" })).status).toBe(201);
  });

  it("does not fall back on the cookie beside it", async () => {
    for (const authorization of ["Bearer rapport_wrong", "Bearer ", "Basic YTpi", `Bearer ${owner.cookie}`])
      expect((await ask("GET", "/me", { cookie: owner.cookie, headers: { authorization } })).status).toBe(
        401,
      );
    expect((await ask("GET", "/me", { key: "rapport_wrong" })).status).toBe(401);
    const { key } = await aKey(owner);
    expect((await ask("GET", "/me", { cookie: key })).status).toBe(401);
  });

  it("ends when it is revoked and when it expires", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const revoked = await aKey(owner);
    expect((await ask("DELETE", `/api-keys/${revoked.id}`, owner)).status).toBe(204);
    expect((await ask("GET", "/me", revoked)).status).toBe(401);
    expect((await ask("DELETE", `/api-keys/${revoked.id}`, owner)).status).toBe(404);
    const short = await aKey(owner, "viewer", { days: 1 });
    expect((await ask("GET", "/me", short)).status).toBe(200);
    vi.setSystemTime(Date.now() + 86_400_001);
    expect((await ask("GET", "/me", short)).status).toBe(401);
  });

  it("is never mightier than who made it", async () => {
    const admin = await invited(core, owner, "admin");
    expect((await ask("POST", "/api-keys", admin, { name: "Up", role: "owner" })).status).toBe(403);
    const strong = await aKey(admin, "admin");
    const weak = await aKey(admin, "viewer");
    await ask("PATCH", `/members/${admin.memberId}`, owner, { role: "sales", visibility: "own" });
    expect((await ask("GET", "/me", strong)).status).toBe(401);
    expect((await ask("GET", "/contacts", weak)).body.items).toEqual([]);
    const listed = (await ask("GET", "/api-keys", owner)).body.items.map((one: { id: string }) => one.id);
    expect(listed).not.toContain(strong.id);
    expect(listed).toContain(weak.id);
    await ask("DELETE", `/members/${admin.memberId}`, owner);
    expect((await ask("GET", "/me", weak)).status).toBe(401);
  });

  it("is revoked by an admin whoever made it, but not from another workspace", async () => {
    const admin = await invited(core, owner, "admin");
    const key = await aKey(owner, "viewer");
    const foreign = await signUp();
    expect((await ask("DELETE", `/api-keys/${key.id}`, foreign)).status).toBe(404);
    expect((await ask("DELETE", `/api-keys/${key.id}`, admin)).status).toBe(204);
  });

  it("is refused with a bad name, role or term", async () => {
    for (const bad of [
      { name: "" },
      { role: "god" },
      { days: 0 },
      { days: 367 },
      { days: 1.5 },
      { hash: "x" },
    ])
      expect((await ask("POST", "/api-keys", owner, { name: "Shop", role: "sales", ...bad })).status).toBe(
        400,
      );
  });

  it("repeated with the same Idempotency-Key is the same key, kept encrypted", async () => {
    const asker = { cookie: cookieOf(await signIn(owner.email)), headers: { "idempotency-key": "once" } };
    const first = await ask("POST", "/api-keys", asker, { name: "Once", role: "viewer" });
    const second = await ask("POST", "/api-keys", asker, { name: "Once", role: "viewer" });
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(second.body).toEqual(first.body);
    expect(JSON.stringify(await stored(core))).not.toContain(first.body.key);
  });
});
