import * as Job from "@rapport/core/aws/job";
import * as Visibility from "@rapport/core/visibility";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, cookieOf, invited, type Person, signIn, signUp, stored } from "./app.ts";

let core: Core;
let owner: Person;
beforeAll(async () => {
  core = await startCore();
  owner = await signUp();
});
afterAll(() => core.stop());

const teamNamed = async (name: string) => (await ask("POST", "/teams", owner, { name })).body.id as string;

/** Runs what the change of team left to do, one slice an invocation as if each were cut short. */
async function followed(memberId: string) {
  const jobs = (await stored(core)).filter(({ kind }) => kind === "team-follow");
  const job = jobs.findLast(({ input }) => (input as { memberId: string }).memberId === memberId);
  if (!job) throw new Error("No job was left.");
  const message = { workspaceId: String(job.workspaceId), jobId: String(job.id) };
  const once = { timeLeft: () => false, leaseMs: 60_000 };
  let outcome = await Job.run(message, Visibility.jobs, once);
  for (let turn = 0; outcome === "continued" && turn < 40; turn++)
    outcome = await Job.run(message, Visibility.jobs, once);
  return { outcome, again: () => Job.run(message, Visibility.jobs, once) };
}

describe("a member who changes teams", () => {
  it("takes their records along: the new team sees them, the old one no longer", async () => {
    const [north, south] = [await teamNamed("North"), await teamNamed("South")];
    const seller = await invited(core, owner, "sales", { teamId: north });
    const [left, joined] = [
      await invited(core, owner, "sales", { teamId: north, visibility: "team" }),
      await invited(core, owner, "sales", { teamId: south, visibility: "team" }),
    ];
    const ownerId = seller.memberId;
    const contact = await ask("POST", "/contacts", seller, { firstName: "Ada", ownerId });
    const binned = await ask("POST", "/contacts", seller, { firstName: "Grace", ownerId });
    await ask("DELETE", `/contacts/${binned.body.id}`, seller);
    const company = await ask("POST", "/companies", seller, { name: "Acme", ownerId });
    const task = await ask("POST", "/activities", seller, {
      kind: "task",
      title: "Call",
      about: [contact.body.id],
    });
    const paths = [
      `/contacts/${contact.body.id}`,
      `/companies/${company.body.id}`,
      `/activities/${task.body.id}`,
    ];
    const seen = async (by: Person) =>
      Promise.all(paths.map(async (path) => (await ask("GET", path, by)).status));
    expect([await seen(left), await seen(joined)]).toEqual([
      [200, 200, 200],
      [404, 404, 404],
    ]);

    await ask("PATCH", `/members/${seller.memberId}`, owner, { teamId: south });
    const { outcome, again } = await followed(seller.memberId);
    expect(outcome).toBe("done");
    expect(await again()).toBe("done");
    expect([await seen(left), await seen(joined)]).toEqual([
      [404, 404, 404],
      [200, 200, 200],
    ]);
    const back = { cookie: cookieOf(await signIn(seller.email)) };
    expect((await ask("POST", `/contacts/${binned.body.id}/restore`, back)).body.teamId).toBe(south);
  });

  it("leaves alone what belongs to others, and fires no automation", async () => {
    const team = await teamNamed("West");
    const seller = await invited(core, owner, "sales");
    const theirs = await ask("POST", "/contacts", owner, { firstName: "Theirs" });
    const own = await ask("POST", "/contacts", seller, {
      firstName: "Own",
      ownerId: seller.memberId,
    });
    await ask("PATCH", `/members/${seller.memberId}`, owner, { teamId: team });
    await followed(seller.memberId);
    const items = await stored(core);
    const item = (id: string) => items.find((one) => one.id === id && one.sk === "contact");
    expect(item(theirs.body.id)).toMatchObject({ _v: 1 });
    expect(item(own.body.id)).toMatchObject({ _v: 2, teamId: team, _silent: true });
  });
});

describe("who sees only their own", () => {
  it("owns what they make without naming an owner, and keeps seeing it", async () => {
    const seller = await invited(core, owner, "sales", { visibility: "own" });
    for (const [path, body] of [
      ["/contacts", { firstName: "Mine" }],
      ["/companies", { name: "Mine Ltd" }],
    ] as const) {
      const made = await ask("POST", path, seller, body);
      expect(made.body).toMatchObject({ ownerId: seller.memberId });
      expect((await ask("GET", `${path}/${made.body.id}`, seller)).status).toBe(200);
    }
    const unowned = await ask("POST", "/contacts", owner, { firstName: "Nobody's" });
    expect(unowned.body.ownerId).toBeUndefined();
  });
});
