import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, ask, cookieOf, invited, type Person, signIn, signUp, stored } from "./app.ts";

let core: Core;
let owner: Person;
let admin: Person;
beforeAll(async () => {
  core = await startCore();
  owner = await signUp();
  admin = await invited(core, owner, "admin");
});
afterAll(() => core.stop());

const ownersOf = async (workspaceId: string) =>
  (await stored(core)).find((item) => item.pk === `w#${workspaceId}#owners`)?.active;

describe("a member's role", () => {
  it("changed ends that person's sign-ins here and holds at the next one", async () => {
    const sales = await invited(core, owner, "sales");
    const edited = await ask("PATCH", `/members/${sales.memberId}`, owner, { role: "viewer" });
    expect(edited.body).toMatchObject({ role: "viewer", version: 2 });
    expect((await ask("GET", "/me", sales)).status).toBe(401);
    const again = { cookie: cookieOf(await signIn(sales.email)) };
    const me = await ask("GET", "/me", again);
    expect(me.body.member.role).toBe("viewer");
    expect(me.body.permissions).not.toContain("contact:write");
    expect((await ask("POST", "/contacts", again, { firstName: "Grace" })).status).toBe(403);
  });

  it("changed leaves their sign-ins in other workspaces alone", async () => {
    const elsewhere = await signUp();
    const here = await invited(core, owner, "sales", { email: elsewhere.email });
    await ask("PATCH", `/members/${here.memberId}`, owner, { role: "viewer" });
    expect((await ask("GET", "/me", elsewhere)).status).toBe(200);
    expect((await ask("GET", "/me", here)).status).toBe(401);
  });

  it("can't slip past a change: no sign-in that ran at the same time keeps the old one", async () => {
    const sales = await invited(core, owner, "sales");
    const [edited, ...signIns] = await Promise.all([
      ask("PATCH", `/members/${sales.memberId}`, owner, { role: "viewer" }),
      ...Array.from({ length: 5 }, () => signIn(sales.email)),
    ]);
    expect(edited.status).toBe(200);
    for (const answer of signIns) {
      const me = await ask("GET", "/me", { cookie: cookieOf(answer) });
      if (me.status === 200) expect(me.body.permissions).not.toContain("contact:write");
      else expect(me.status).toBe(401);
    }
    const sessions = (await stored(core)).filter(
      (item) => item.sk === "session" && item.memberId === sales.memberId,
    );
    expect(sessions.every((session) => session.role === "viewer")).toBe(true);
  });

  it("of owner is given, taken and ended by owners only", async () => {
    for (const [method, path, body] of [
      ["PATCH", `/members/${admin.memberId}`, { role: "owner" }],
      ["PATCH", `/members/${owner.memberId}`, { role: "sales" }],
      ["PATCH", `/members/${owner.memberId}`, { name: "Renamed" }],
      ["DELETE", `/members/${owner.memberId}`, undefined],
      ["POST", "/members/invitations", { email: anEmail(), role: "owner" }],
    ] as const)
      expect((await ask(method, path, admin, body)).status).toBe(403);
    expect((await ask("GET", `/members/${owner.memberId}`, admin)).body.role).toBe("owner");
  });

  it("of the last owner can't be lost, not by two at once either", async () => {
    const first = await signUp();
    const demoted = await ask("PATCH", `/members/${first.memberId}`, first, { role: "admin" });
    expect(demoted).toMatchObject({ status: 422, body: { type: "/problems/last-owner" } });
    expect((await ask("DELETE", `/members/${first.memberId}`, first)).body.type).toBe("/problems/last-owner");
    const second = await invited(core, first, "owner");
    expect(await ownersOf(first.workspaceId)).toBe(2);
    const answers = await Promise.all([
      ask("PATCH", `/members/${second.memberId}`, first, { role: "admin" }),
      ask("PATCH", `/members/${first.memberId}`, second, { role: "admin" }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    expect(await ownersOf(first.workspaceId)).toBe(1);
  });

  it("is refused when it is none, and a stale version is", async () => {
    const sales = await invited(core, owner, "sales");
    const path = `/members/${sales.memberId}`;
    expect((await ask("PATCH", path, owner, { role: "emperor" })).status).toBe(400);
    expect((await ask("PATCH", path, owner, { role: null })).status).toBe(400);
    expect((await ask("PATCH", path, owner, { email: "other@people.example" })).status).toBe(400);
    const stale = { ...owner, headers: { "if-match": '"7"' } };
    expect((await ask("PATCH", path, stale, { role: "viewer" })).status).toBe(412);
    expect((await ask("PATCH", path, stale, { name: "New" })).status).toBe(412);
    expect(
      (await ask("PATCH", path, { ...owner, headers: { "if-match": '"1"' } }, { name: "New" })).body.version,
    ).toBe(2);
    expect((await ask("GET", "/me", sales)).status).toBe(200);
  });
});

describe("what a member sees", () => {
  it("follows own, team and all", async () => {
    const boss = await signUp();
    const north = (await ask("POST", "/teams", boss, { name: "North" })).body;
    const south = (await ask("POST", "/teams", boss, { name: "South" })).body;
    const own = await invited(core, boss, "sales", { visibility: "own", teamId: north.id });
    const team = await invited(core, boss, "sales", { visibility: "team", teamId: north.id });
    const other = await invited(core, boss, "sales", { visibility: "team", teamId: south.id });
    for (const [name, person] of [
      ["Ola", own],
      ["Tia", team],
      ["Sol", other],
    ] as const)
      await ask("POST", "/contacts", boss, { firstName: name, ownerId: person.memberId });
    const seen = async (person: Person) =>
      (await ask("GET", "/contacts", person)).body.items.map((one: { name: string }) => one.name).sort();
    expect(await seen(own)).toEqual(["Ola"]);
    expect(await seen(team)).toEqual(["Ola", "Tia"]);
    expect(await seen(other)).toEqual(["Sol"]);
    expect(await seen(boss)).toEqual(["Ola", "Sol", "Tia"]);
    const widened = await ask("PATCH", `/members/${own.memberId}`, boss, { visibility: "all" });
    expect(widened.status).toBe(200);
    expect(await seen({ ...own, cookie: cookieOf(await signIn(own.email)) })).toEqual(["Ola", "Sol", "Tia"]);
  });
});

describe("a deactivated member", () => {
  it("is out at once, signs in no more, owns nothing new, stays in the list and can come back", async () => {
    const sales = await invited(core, owner, "sales");
    const gone = await ask("DELETE", `/members/${sales.memberId}`, owner);
    expect(gone.body).toMatchObject({ active: false });
    expect((await ask("GET", "/me", sales)).status).toBe(401);
    expect((await signIn(sales.email)).status).toBe(403);
    expect((await ask("POST", "/contacts", owner, { firstName: "X", ownerId: sales.memberId })).status).toBe(
      404,
    );
    const { items } = (await ask("GET", "/members", owner)).body;
    expect(items.find((one: { id: string }) => one.id === sales.memberId)).toMatchObject({ active: false });
    const invite = await ask("POST", "/members/invitations", owner, { email: sales.email, role: "sales" });
    expect(invite).toMatchObject({
      status: 409,
      body: { type: "/problems/duplicate-email", existing: sales.memberId },
    });
    expect((await ask("POST", `/members/${sales.memberId}/restore`, owner)).body).toMatchObject({
      active: true,
    });
    expect((await signIn(sales.email)).status).toBe(200);
  });
});

describe("one's own profile", () => {
  it("is changed by oneself, but not one's role", async () => {
    const viewer = await invited(core, owner, "viewer");
    const profile = { name: "Grace Hopper", title: "Admiral", locale: "fa", timeZone: "Asia/Tehran" };
    expect((await ask("PATCH", "/me", viewer, profile)).body).toMatchObject(profile);
    expect((await ask("PATCH", "/me", viewer, { title: null })).body.title).toBeUndefined();
    expect((await ask("PATCH", "/me", viewer, { role: "owner" })).status).toBe(400);
    expect((await ask("PATCH", `/members/${viewer.memberId}`, viewer, { role: "owner" })).status).toBe(403);
  });
});

describe("a team", () => {
  it("has a name of its own, and goes only when it is empty", async () => {
    const { id } = (await ask("POST", "/teams", owner, { name: "East" })).body;
    expect((await ask("POST", "/teams", owner, { name: "east" })).body.type).toBe("/problems/duplicate-name");
    const sales = await invited(core, owner, "sales", { teamId: id });
    expect((await ask("DELETE", `/teams/${id}`, owner)).body.type).toBe("/problems/team-in-use");
    expect(
      (await ask("PATCH", `/members/${sales.memberId}`, owner, { teamId: null })).body.teamId,
    ).toBeUndefined();
    expect((await ask("DELETE", `/teams/${id}`, owner)).status).toBe(200);
    expect((await ask("GET", `/teams/${id}`, owner)).status).toBe(404);
    expect((await ask("POST", `/teams/${id}/restore`, owner)).body.name).toBe("East");
    expect((await ask("POST", "/teams", owner, { name: "east" })).body.type).toBe("/problems/duplicate-name");
  });
});

describe("the workspace", () => {
  it("has name, currency, time zone, locale and postal address, changed by admins", async () => {
    const boss = await signUp();
    const change = {
      name: "Rapport Ltd",
      currency: "AZN",
      timeZone: "Asia/Baku",
      locale: "az",
      postalAddress: "1 Nizami St\nBaku",
    };
    expect((await ask("PATCH", "/workspace", boss, change)).body).toMatchObject(change);
    expect(
      (await ask("PATCH", "/workspace", boss, { postalAddress: null })).body.postalAddress,
    ).toBeUndefined();
    for (const bad of [
      { name: null },
      { currency: "euro" },
      { timeZone: "+01:00" },
      { locale: "x" },
      { id: boss.workspaceId },
    ])
      expect((await ask("PATCH", "/workspace", boss, bad)).status).toBe(400);
    const viewer = await invited(core, boss, "viewer");
    expect((await ask("PATCH", "/workspace", viewer, change)).status).toBe(403);
    expect((await ask("GET", "/workspace", viewer)).body.name).toBe("Rapport Ltd");
  });
});

describe("another workspace", () => {
  it("does not exist to one: its members, teams and invitations are not found", async () => {
    const foreign = await signUp();
    const team = (await ask("POST", "/teams", foreign, { name: "Foreign" })).body;
    const email = anEmail("invited");
    const invitation = (await ask("POST", "/members/invitations", foreign, { email, role: "viewer" })).body;
    const before = await stored(core);
    for (const [method, path, body] of [
      ["GET", `/members/${foreign.memberId}`],
      ["PATCH", `/members/${foreign.memberId}`, { role: "viewer" }],
      ["DELETE", `/members/${foreign.memberId}`],
      ["GET", `/teams/${team.id}`],
      ["PATCH", `/teams/${team.id}`, { name: "Mine" }],
      ["DELETE", `/teams/${team.id}`],
      ["DELETE", `/members/invitations/${invitation.id}`],
      ["POST", `/members/invitations/${invitation.id}/resend`],
    ] as const)
      expect((await ask(method, path, owner, body)).status).toBe(404);
    expect((await ask("PATCH", `/members/${admin.memberId}`, owner, { teamId: team.id })).status).toBe(404);
    expect(await stored(core)).toEqual(before);
  });
});
