import * as Contact from "@rapport/core/contact";
import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { aMember, as, type Core, startCore } from "../core.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
beforeEach(() => core.forget());

const ada = () => ({
  firstName: "Ada",
  lastName: "Lovelace",
  email: `${newId("note").toLowerCase()}@example.com`,
});

describe("a contact", () => {
  it("is created with its unique email in one transaction of two items", async () => {
    const contact = await as("sales", () => Contact.create(ada()));
    expect(core.requests.map((request) => request.operation)).toEqual(["TransactWriteItems"]);
    expect(contact).toMatchObject({ name: "Ada Lovelace", version: 1, lifecycle: "lead", source: "manual" });
  });

  it("is read with one GetItem", async () => {
    const { id } = await as("sales", () => Contact.create(ada()));
    core.forget();
    await as("viewer", () => Contact.fromID({ id }));
    expect(core.requests.map((request) => request.operation)).toEqual(["GetItem"]);
  });

  it("is changed with one UpdateItem that writes no index where no key changes", async () => {
    const { id } = await as("sales", () => Contact.create(ada()));
    core.forget();
    await as("sales", () => Contact.edit({ id, title: "Analyst", version: 1 }));
    expect(core.requests).toMatchObject([{ operation: "UpdateItem", write: 1, indexes: {} }]);
    expect(Object.keys(core.requests[0]?.indexes ?? {})).toEqual([]);
  });

  it("refuses a second contact with the same email in another case, and names the first", async () => {
    const input = ada();
    const first = await as("sales", () => Contact.create(input));
    const before = await core.dump();
    const second = as("sales", () => Contact.create({ ...input, email: input.email.toUpperCase() }));
    await expect(second).rejects.toMatchObject({ status: 409, type: "duplicate-email", existing: first.id });
    expect(await core.dump()).toEqual(before);
  });

  it("frees its old email when it gets a new one", async () => {
    const input = ada();
    const { id } = await as("sales", () => Contact.create(input));
    await as("sales", () => Contact.edit({ id, email: `new-${input.email}` }));
    await as("sales", () => Contact.create(input));
    const found = await as("sales", () => Contact.fromEmail(`NEW-${input.email}`));
    expect(found?.id).toBe(id);
  });

  it("refuses a change made on an old version, and changes nothing", async () => {
    const { id } = await as("sales", () => Contact.create(ada()));
    await as("sales", () => Contact.edit({ id, title: "Analyst" }));
    const before = await core.dump();
    await expect(as("sales", () => Contact.edit({ id, title: "CTO", version: 1 }))).rejects.toMatchObject({
      status: 412,
    });
    await expect(
      as("sales", () => Contact.edit({ id, email: "x@example.com", version: 1 })),
    ).rejects.toMatchObject({ status: 412 });
    expect(await core.dump()).toEqual(before);
  });

  it("is not there for another workspace", async () => {
    const { id } = await as("sales", () => Contact.create(ada()));
    const other = { workspaceId: newId("workspace") };
    await expect(as("owner", () => Contact.fromID({ id }), other)).rejects.toMatchObject({ status: 404 });
    await expect(as("owner", () => Contact.edit({ id, title: "x" }), other)).rejects.toMatchObject({
      status: 404,
    });
    await expect(as("owner", () => Contact.remove({ id }), other)).rejects.toMatchObject({ status: 404 });
  });

  it("goes to the trash and comes back, with its email free meanwhile", async () => {
    const input = ada();
    const { id } = await as("sales", () => Contact.create(input));
    await as("sales", () => Contact.remove({ id }));
    await expect(as("sales", () => Contact.fromID({ id }))).rejects.toMatchObject({ status: 404 });
    const twin = await as("sales", () => Contact.create(input));
    await expect(as("sales", () => Contact.restore({ id }))).rejects.toMatchObject({
      status: 409,
      existing: twin.id,
    });
    await as("sales", () => Contact.remove({ id: twin.id }));
    expect(await as("sales", () => Contact.restore({ id }))).toMatchObject({ id, email: input.email });
  });

  it.each([
    ["a wrong type", { firstName: 5 }],
    ["an unknown field", { firstName: "A", nickname: "B" }],
    ["over-long text", { firstName: "A".repeat(101) }],
    ["a line break in a name", { firstName: "A\r\nBcc: x@y.z" }],
    ["nothing that names a person", { title: "CTO" }],
    ["no email", { email: "nobody" }],
  ])("refuses %s with the field's name", async (_, input) => {
    const before = await core.dump();
    const created = as("sales", () => Contact.create(input as never));
    await expect(created).rejects.toMatchObject({ status: 400, issues: [{ path: expect.any(String) }] });
    expect(await core.dump()).toEqual(before);
  });

  it("keeps a phone that parses as E.164 and another as it came", async () => {
    const phones = { phone: "020 7946 0958", phone2: "call the desk", address: { country: "GB" } };
    const contact = await as("sales", () => Contact.create({ ...ada(), ...phones }));
    expect(contact).toMatchObject({ phone: "+442079460958", phone2: "call the desk" });
  });
});

describe("a list of contacts", () => {
  it("costs two requests a page, pages without gap or repetition, newest first", async () => {
    const own = { workspaceId: newId("workspace") };
    const ids: string[] = [];
    for (let place = 0; place < 7; place++)
      ids.unshift((await as("sales", () => Contact.create(ada()), own)).id);
    core.forget();
    const first = await as("sales", () => Contact.list({ limit: 3 }), own);
    expect(core.requests.map((request) => request.operation)).toEqual(["Query", "BatchGetItem"]);
    const second = await as("sales", () => Contact.list({ limit: 3, cursor: first.cursor }), own);
    const third = await as("sales", () => Contact.list({ limit: 3, cursor: second.cursor }), own);
    expect([...first.items, ...second.items, ...third.items].map((contact) => contact.id)).toEqual(ids);
    expect(third.cursor).toBeUndefined();
  });

  it("is of one owner, and oldest first, where that is asked for, page by page", async () => {
    const { id: ownerId } = await aMember();
    const mine: string[] = [];
    for (let at = 0; at < 5; at++) {
      mine.push((await as("sales", () => Contact.create({ ...ada(), ownerId }))).id);
      await as("sales", () => Contact.create(ada()));
    }
    const ids = async (input: object, options: object = {}) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await as("sales", () => Contact.list({ limit: 2, ...input, cursor }), options);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.cursor;
      } while (cursor);
      return found;
    };
    expect(await ids({ ownerId })).toEqual(mine.toReversed());
    expect(await ids({ ownerId, order: "asc" })).toEqual(mine);
    expect(await ids({ order: "asc" })).toEqual((await ids({})).toReversed());
    expect(await ids({ ownerId }, { visibility: "own" })).toEqual([]);
    await expect(ids({ ownerId, companyId: newId("company") })).rejects.toMatchObject({ status: 400 });
  });

  it("refuses a forged cursor and one of another workspace", async () => {
    const [one, two] = [{ workspaceId: newId("workspace") }, { workspaceId: newId("workspace") }];
    for (let place = 0; place < 3; place++) await as("sales", () => Contact.create(ada()), one);
    const { cursor } = await as("sales", () => Contact.list({ limit: 2 }), one);
    await expect(
      as("sales", () => Contact.list({ limit: 2, cursor: `${cursor}x` }), one),
    ).rejects.toMatchObject({ status: 400 });
    await expect(as("sales", () => Contact.list({ limit: 2, cursor }), two)).rejects.toMatchObject({
      status: 400,
    });
  });

  it("shows a person with own visibility only their own, and a team's member the team's", async () => {
    const own = { workspaceId: newId("workspace") };
    const [me, other] = [newId("member"), newId("member")];
    const team = newId("team");
    await Context.provide(
      {
        actor: { kind: "system", workspaceId: own.workspaceId, id: "test" },
        cause: "t",
        depth: 0,
        silent: false,
      },
      async () => {
        const { members } = await import("../../packages/core/src/member/member.entity.ts");
        const fields = { role: "sales", visibility: "own", active: true } as const;
        await members.create({ ...fields, name: "Me", email: "me@x.example", teamId: team }, { id: me });
        await members.create(
          { ...fields, name: "Other", email: "other@x.example", teamId: team },
          { id: other },
        );
      },
    );
    const mine = await as("sales", () => Contact.create({ ...ada(), ownerId: me }), own);
    const theirs = await as("sales", () => Contact.create({ ...ada(), ownerId: other }), own);
    await as("sales", () => Contact.create(ada()), own);
    const listed = async (options: object) =>
      (await as("sales", () => Contact.list({}), { ...own, memberId: me, ...options })).items.map(
        (contact) => contact.id,
      );
    expect(await listed({ visibility: "own" })).toEqual([mine.id]);
    expect(await listed({ visibility: "team", teamId: team })).toEqual([theirs.id, mine.id]);
    expect(await listed({ visibility: "all" })).toHaveLength(3);
    const hidden = as("sales", () => Contact.fromID({ id: theirs.id }), {
      ...own,
      memberId: me,
      visibility: "own",
    });
    await expect(hidden).rejects.toMatchObject({ status: 404 });
    const edited = as("sales", () => Contact.edit({ id: theirs.id, title: "x" }), {
      ...own,
      memberId: me,
      visibility: "own",
    });
    await expect(edited).rejects.toMatchObject({ status: 404 });
  });
});

describe("roles", () => {
  it("let a viewer read and not write", async () => {
    const { id } = await as("sales", () => Contact.create(ada()));
    const before = await core.dump();
    await as("viewer", () => Contact.fromID({ id }));
    await expect(as("viewer", () => Contact.create(ada()))).rejects.toMatchObject({ status: 403 });
    await expect(as("viewer", () => Contact.edit({ id, title: "x" }))).rejects.toMatchObject({ status: 403 });
    await expect(as("visitor", () => Contact.fromID({ id }))).rejects.toMatchObject({ status: 403 });
    expect(await core.dump()).toEqual(before);
  });

  it("refuses an owner who is no member", async () => {
    await aMember();
    await expect(
      as("sales", () => Contact.create({ ...ada(), ownerId: newId("member") })),
    ).rejects.toMatchObject({ status: 404 });
  });
});
