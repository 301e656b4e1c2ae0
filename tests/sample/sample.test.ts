import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Core, startCore } from "../core.ts";
import { ask, invited, type Person, signUp, stored } from "../people/app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());

type Listed = { id: string; name?: string; source?: string };
const list = async (who: Person, path: string): Promise<Listed[]> => (await ask("GET", path, who)).body.items;
const sampled = async (who: Person) => (await ask("GET", "/me", who)).body.workspace.samples === true;

describe("sample data", () => {
  it("is there whole after one TransactWrite, owned by who asked, planned, won and lost, and silent", async () => {
    const owner = await signUp();
    core.forget();
    const answer = await ask("POST", "/samples", owner, {});
    expect([answer.status, answer.body]).toEqual([
      201,
      { contacts: 10, companies: 4, deals: 6, activities: 6 },
    ]);
    expect(core.requests.filter(({ write }) => write > 0).map(({ operation }) => operation)).toEqual([
      "TransactWriteItems",
    ]);
    expect(await sampled(owner)).toBe(true);
    expect((await list(owner, "/contacts")).map(({ source }) => source)).toEqual(Array(10).fill("demo"));
    const deals = (await ask("GET", "/deals", owner)).body.items;
    expect(deals.map(({ status }: { status: string }) => status).sort()).toEqual([
      "lost",
      "open",
      "open",
      "open",
      "open",
      "won",
    ]);
    const planned = deals.filter(({ nextActivity }: { nextActivity?: object }) => nextActivity);
    expect(planned).toHaveLength(2);
    for (const deal of deals) {
      expect(deal).toMatchObject({ ownerId: owner.memberId, amount: { currency: "EUR" } });
      const stays = (await ask("GET", `/deals/${deal.id}/stages`, owner)).body.items;
      expect(stays.at(-1)).toMatchObject({ to: deal.stageId });
    }
    const own = (await stored(core)).filter(({ pk }) => String(pk).includes(owner.workspaceId));
    const made = own.filter(({ __edb_e__: noun }) =>
      ["contact", "company", "deal", "activity"].includes(String(noun)),
    );
    expect(made.every(({ _silent, _by }) => _silent === true && _by === owner.memberId)).toBe(true);
  });

  it("is refused while it is there, and changes nothing", async () => {
    const owner = await signUp();
    await ask("POST", "/samples", owner, {});
    const before = await stored(core);
    const again = await ask("POST", "/samples", owner, {});
    expect([again.status, again.body.type]).toEqual([409, expect.stringContaining("samples-there")]);
    expect(await stored(core)).toEqual(before);
  });

  it("goes with one request, leaves what is one's own, and can be had anew", async () => {
    const owner = await signUp();
    const mine = (await ask("POST", "/contacts", owner, { firstName: "Mine", email: "mine@here.example" }))
      .body;
    await ask("POST", "/samples", owner, {});
    const [one] = (await list(owner, "/contacts")).filter(({ source }) => source === "demo");
    await ask("DELETE", `/contacts/${one?.id}`, owner);
    expect((await ask("DELETE", "/samples", owner)).body).toEqual({ removed: 25 });
    expect(await sampled(owner)).toBe(false);
    expect((await list(owner, "/contacts")).map(({ id }) => id)).toEqual([mine.id]);
    for (const path of ["/companies", "/deals"]) expect(await list(owner, path)).toEqual([]);
    expect((await ask("DELETE", "/samples", owner)).body).toEqual({ removed: 0 });
    expect((await ask("POST", "/samples", owner, {})).status).toBe(201);
  });

  it("is for who runs the workspace, and touches no other", async () => {
    const owner = await signUp();
    const sales = await invited(core, owner, "sales");
    const before = await stored(core);
    for (const method of ["POST", "DELETE"])
      expect((await ask(method, "/samples", sales, {})).status).toBe(403);
    expect(await stored(core)).toEqual(before);
    const other = await signUp();
    await ask("POST", "/samples", owner, {});
    await ask("DELETE", "/samples", other);
    expect(await list(owner, "/companies")).toHaveLength(4);
    expect(await list(other, "/companies")).toEqual([]);
  });

  it("speaks the workspace's language and counts in its currency", async () => {
    const owner = await signUp();
    const version = (await ask("GET", "/workspace", owner)).headers.get("etag") ?? "";
    await ask(
      "PATCH",
      "/workspace",
      { ...owner, headers: { "if-match": version } },
      { locale: "fa", currency: "JPY" },
    );
    await ask("POST", "/samples", owner, {});
    expect((await list(owner, "/companies")).map(({ name }) => name)).toContain("نساجی شمال");
    const [deal] = (await ask("GET", "/deals", owner)).body.items.filter(
      ({ status }: { status: string }) => status === "won",
    );
    expect(deal.amount).toEqual({ amount: 84_000, currency: "JPY" });
  });
});
