import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, ask, cookieOf, invited, lastMailTo, PASSWORD, type Person, signUp, stored } from "./app.ts";

let core: Core;
let owner: Person;
let admin: Person;
beforeAll(async () => {
  core = await startCore();
  owner = await signUp();
  admin = await invited(core, owner, "admin");
});
afterAll(() => core.stop());

describe("an invitation", () => {
  it("comes by mail with the inviter's name, and makes a member who is signed in", async () => {
    const email = anEmail("invited");
    const made = await ask("POST", "/members/invitations", admin, { email, role: "marketer" });
    expect(made).toMatchObject({ status: 201, body: { email, role: "marketer", visibility: "all" } });
    const { token } = await lastMailTo(core, email, "invite");
    expect(JSON.stringify(made.body)).not.toContain(token);
    const accepted = await ask("POST", "/auth/accept", {}, { token, name: "Mary", password: PASSWORD });
    expect(accepted.body.member).toMatchObject({ email, role: "marketer", name: "Mary" });
    expect((await ask("GET", "/me", { cookie: cookieOf(accepted) })).body.workspace.id).toBe(
      owner.workspaceId,
    );
    expect((await ask("GET", "/members/invitations", admin)).body.items).toEqual([]);
    expect((await ask("POST", "/auth/accept", {}, { token, name: "Mary", password: PASSWORD })).status).toBe(
      410,
    );
  });

  it("is good once though two accept at the same time", async () => {
    const email = anEmail("invited");
    await ask("POST", "/members/invitations", owner, { email, role: "viewer" });
    const { token } = await lastMailTo(core, email, "invite");
    const accept = () => ask("POST", "/auth/accept", {}, { token, name: "Mary", password: PASSWORD });
    const answers = await Promise.all([accept(), accept()]);
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(answers.every((answer) => answer.status < 500)).toBe(true);
    const members = (await stored(core)).filter((item) => item.sk === "member" && item.email === email);
    expect(members).toHaveLength(1);
  });

  it("to somebody who signs in already wants that login's password: the mail alone opens nothing", async () => {
    const squatter = await signUp();
    await ask("POST", "/members/invitations", owner, { email: squatter.email, role: "viewer" });
    const { token } = await lastMailTo(core, squatter.email, "invite");
    const other = await ask(
      "POST",
      "/auth/accept",
      {},
      { token, name: "Mary", password: "a password of mine" },
    );
    expect(other.status).toBe(401);
    const accepted = await ask("POST", "/auth/accept", {}, { token, name: "Mary", password: PASSWORD });
    expect(accepted.status).toBe(201);
    const me = await ask("GET", "/me", { cookie: cookieOf(accepted) });
    expect(me.body.workspaces).toHaveLength(2);
  });

  it("mailed again voids the earlier link; withdrawn voids all", async () => {
    const email = anEmail("invited");
    const { id } = (await ask("POST", "/members/invitations", owner, { email, role: "viewer" })).body;
    const first = await lastMailTo(core, email, "invite");
    expect((await ask("POST", `/members/invitations/${id}/resend`, owner)).status).toBe(200);
    const second = await lastMailTo(core, email, "invite");
    expect(
      (await ask("POST", "/auth/accept", {}, { token: first.token, name: "M", password: PASSWORD })).status,
    ).toBe(410);
    expect((await ask("DELETE", `/members/invitations/${id}`, owner)).status).toBe(200);
    expect(
      (await ask("POST", "/auth/accept", {}, { token: second.token, name: "M", password: PASSWORD })).status,
    ).toBe(410);
    expect((await ask("POST", "/members/invitations", owner, { email, role: "viewer" })).status).toBe(201);
  });

  it("is refused for a member, twice for one email, and to another workspace's team", async () => {
    const foreign = await signUp();
    const team = (await ask("POST", "/teams", foreign, { name: "Foreign" })).body;
    const email = anEmail("invited");
    expect(
      (await ask("POST", "/members/invitations", owner, { email: owner.email, role: "viewer" })).status,
    ).toBe(409);
    expect(
      (await ask("POST", "/members/invitations", owner, { email, role: "viewer", teamId: team.id })).status,
    ).toBe(404);
    expect((await ask("POST", "/members/invitations", owner, { email, role: "viewer" })).status).toBe(201);
    const again = await ask("POST", "/members/invitations", owner, {
      email: email.toUpperCase(),
      role: "viewer",
    });
    expect(again).toMatchObject({ status: 409, body: { type: "/problems/duplicate-email" } });
  });
});
