import { transact } from "@rapport/core/aws/transaction";
import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import { newId } from "@rapport/core/kernel/id";
import { describe, expect, it } from "vitest";
import { as } from "../core.ts";
import { withSending } from "./hooks.ts";
import { crowd, type Made, resultsOf, sent } from "./made.ts";
import { aCampaign, person } from "./stand.ts";

const stage = withSending();

type Ask = { id: string; marketer: Made["marketer"] };

/** Every page of one outcome, and what each was asked of the table. */
async function pagesOf({ id, marketer }: Ask, outcome?: Campaign.Outcome) {
  const pages: { items: Campaign.RecipientInfo[]; asked: string[] }[] = [];
  let cursor: string | undefined;
  do {
    stage.core.forget();
    const page = await marketer(() => Campaign.recipients({ id, outcome, cursor }));
    // The campaign itself is one GetItem.
    const asked = stage.core.requests.map(({ operation }) => operation).slice(1);
    pages.push({ items: page.items, asked });
    cursor = page.cursor;
  } while (cursor);
  return pages;
}

const peopleIn = async (of: Ask, outcome?: Campaign.Outcome) =>
  (await pagesOf(of, outcome)).flatMap(({ items }) => items);

/** As many as the results count, of each outcome, each person once. */
async function expectAgreement(of: Ask) {
  const results = await of.marketer(() => Campaign.results({ id: of.id }));
  const counted: Record<string, number> = { audience: (await peopleIn(of)).length };
  for (const outcome of Campaign.Outcome.options) {
    const ids = (await peopleIn(of, outcome)).map(({ contactId }) => contactId);
    expect(new Set(ids).size).toBe(ids.length);
    counted[outcome] = ids.length;
  }
  expect(counted).toEqual(results);
  return results;
}

/** Sent long ago to people who are here no more: 1,500 in 30 chunks; some clicked, one in 600 complained. */
async function aPastOne() {
  const workspaceId = newId("workspace");
  const at = new Date().toISOString();
  const audience = { ...Campaign.noAudience(), matched: 1_500, recipients: 1_500 };
  const mails = Array.from({ length: 1_500 }, (_, n) => ({
    contactId: newId("contact"),
    moments: {
      deliveredAt: at,
      ...(n % 3 === 0 ? { machineOpenedAt: at } : {}),
      ...(n % 4 === 0 ? { openedAt: at } : {}),
      ...(n % 50 === 7 ? { clickedAt: at } : {}),
      ...(n % 600 === 599 ? { complainedAt: at } : {}),
    },
  }));
  const texts = { name: "Past", subject: "Past", segmentId: newId("segment"), templateId: newId("template") };
  const id = await as(
    "system",
    async () => {
      const { id, groups } = Campaign.draft({ ...texts, at, audience, mails });
      for (const group of groups) await transact(group);
      return id;
    },
    { workspaceId },
  );
  const marketer: Ask["marketer"] = (run) => as("marketer", run, { workspaceId });
  return { id, marketer, mails };
}

describe("a campaign's recipients", () => {
  it("of each outcome are exactly as many as the results count", async () => {
    const people = [
      ...crowd(112, "outcome.example"),
      person(1, { email: "bounce@simulator.amazonses.com" }),
      person(2, { email: "complaint@simulator.amazonses.com" }),
      person(3, { email: "gone@outcome.example", firstName: "Gone" }),
    ];
    const made = await aCampaign(stage, people);
    await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
    await stage.runJobs();
    const gone = made.contacts.at(-1)!;
    await made.marketer(() => Contact.edit({ id: gone.id, email: null }));
    expect(await peopleIn(made, "queued")).toHaveLength(115);
    stage.fail((call) => (call === 2 ? "before" : undefined));
    for (let minute = 0; minute < 3; minute++) await stage.minute();
    stage.fail(undefined);
    const results = await expectAgreement(made);
    expect(results).toMatchObject({ audience: 115, queued: 0, bounced: 1, complained: 1, skipped: 1 });
    expect(results.unknown).toBeGreaterThan(0);
    expect(results.sent + results.unknown).toBe(114);
    const [skipped] = await peopleIn(made, "skipped");
    expect(skipped).toMatchObject({ contactId: gone.id, name: gone.name, reason: "noEmail" });
    const [bounced] = await peopleIn(made, "bounced");
    expect(bounced).toMatchObject({ email: "bounce@simulator.amazonses.com", state: "sent" });
    expect(bounced?.bouncedAt).toBeDefined();
  });

  it("are found in bounded work, however rare they are", async () => {
    const past = await aPastOne();
    const results = await expectAgreement(past);
    expect(results).toMatchObject({
      sent: 1_500,
      opened: 375,
      machineOpened: 375,
      clicked: 30,
      complained: 2,
    });
    const rare = await pagesOf(past, "complained");
    expect(rare.length).toBe(Math.ceil(30 / 14));
    for (const { asked } of rare) {
      expect(asked.filter((operation) => operation === "Query")).toHaveLength(1);
      expect(asked.length).toBeLessThanOrEqual(1 + 7 + 1);
    }
    const [first] = await pagesOf(past, "delivered");
    expect(first?.items).toHaveLength(50);
    expect(first?.asked).toEqual(["Query", "BatchGetItem", "BatchGetItem"]);
    const [all] = await pagesOf(past, "sent");
    expect(all?.asked).toEqual(["Query", "BatchGetItem", "BatchGetItem"]);
    const none = await pagesOf(past, "failed");
    expect(none.map(({ items, asked }) => [items.length, asked])).toEqual([[0, ["Query"]]]);
  });

  it("come in the ledger's order, and a cursor belongs to its outcome and campaign", async () => {
    const past = await aPastOne();
    const clicked = (await peopleIn(past, "clicked")).map(({ contactId }) => contactId);
    expect(clicked).toEqual(
      past.mails.filter(({ moments }) => moments.clickedAt).map(({ contactId }) => contactId),
    );
    const { id, marketer } = past;
    const { cursor } = await marketer(() => Campaign.recipients({ id, outcome: "clicked" }));
    expect(cursor).toBeDefined();
    for (const asked of [{ id, outcome: "opened" as const }, { id }])
      await expect(marketer(() => Campaign.recipients({ ...asked, cursor }))).rejects.toThrow("cursor");
    await expect(
      marketer(() => Campaign.recipients({ id, outcome: "clicked", cursor: `${cursor}x` })),
    ).rejects.toThrow("cursor");
    await expect(marketer(() => Campaign.recipients({ id, outcome: "read" as never }))).rejects.toThrow();
    await expect(
      as("marketer", () => Campaign.recipients({ id, outcome: "clicked", cursor })),
    ).rejects.toThrow("campaign");
  });

  it("are named only to those who see them", async () => {
    const made = await sent(stage, await aCampaign(stage, crowd(2, "seen.example")));
    const { workspaceId, id } = made;
    const own = await as("marketer", () => Campaign.recipients({ id, outcome: "delivered" }), {
      workspaceId,
      visibility: "own",
    });
    expect(own.items.map(({ name, email }) => [name, email])).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect((await resultsOf(made)).delivered).toBe(2);
  });
});
