import { describe, expect, test } from "vitest";
import { withStage } from "../stage/helper.ts";
import { type Json, type Owner, signUp } from "./client.ts";
import { countriesOf, customers, toCsv, warnedOf } from "./customers.ts";
import { type Imported, importing } from "./importing.ts";
import {
  campaign,
  differences,
  html,
  letterTo,
  MINUTE,
  segment,
  sent,
  unsubscribing,
  visit,
} from "./mailing.ts";

const ROWS = Number(process.env.ROWS ?? 260);
const stage = withStage();
const { from, list } = customers(ROWS);
const repeated = list.slice(0, 12).map((one) => ({ ...one, email: one.email.toUpperCase() }));
const broken = { ...list[0]!, number: "x", id: "X1", email: "nobody at nowhere" };
const csv = toCsv([...list, ...repeated, broken]);

const countries = countriesOf(list).slice(0, 8);
const chosen = list.filter(({ country }) => countries.some(([name]) => name === country));
const companies = new Set(list.map(({ company }) => company.toLowerCase())).size;
const warned = warnedOf(from, ROWS) + warnedOf(from, repeated.length);

let owner: Owner;
let imported: Imported & { mapping: string[] };
let filter: object;
let segmentId: string;
let campaignId: string;
const people = new Map<string, string>();
const idOf = (email: string) => people.get(email.toLowerCase()) ?? "";
const [blocked, opener, clicker, leaver, bouncer, complainer] = chosen.map(({ email }) =>
  email.toLowerCase(),
) as [string, string, string, string, string, string];

describe("the main job, through the API of a whole stage", () => {
  test("a company signs up and imports its customers from a file brought straight to S3", async () => {
    owner = await signUp(stage);
    imported = await importing(stage, owner, csv, {
      tags: ["customers"],
      lifecycle: "customer",
      consent: { basis: "consent", source: "Shop" },
    });
    expect(imported.mapping).toEqual([
      "ignore",
      "externalId",
      "firstName",
      "lastName",
      "company",
      "city",
      "country",
      "phone",
      "phone2",
      "email",
      "subscribedAt",
      "website",
    ]);
    expect(imported.preview).toHaveLength(20);
    const counts = { rows: ROWS + 13, created: ROWS, updated: 12, failed: 1, warned, companies };
    expect(imported.run).toEqual(counts);
    expect(imported.check).toEqual({ ...counts, companies: 0 });
    const contacts = await owner.all<{ id: string; email: string }>("/contacts?limit=100");
    expect(contacts).toHaveLength(ROWS);
    for (const { id, email } of contacts) people.set(email, id);
    expect(await owner.all("/companies?limit=100")).toHaveLength(companies);
    const first = await owner.get<Json>(`/contacts/${idOf(list[0]!.email)}`);
    expect(first).toMatchObject({
      firstName: list[0]!.firstName,
      lifecycle: "customer",
      tags: ["customers"],
      source: "import",
      externalId: list[0]!.id,
      consent: { marketing: { state: "subscribed", source: "Shop" } },
    });
  }, 300_000);

  test("names the row that did not come in, with its line and reason", async () => {
    const { url } = await owner.get<{ url: string }>(`/imports/${imported.id}/problems`);
    const lines = (await (await fetch(url)).text()).split("\r\n");
    expect(lines.filter((line) => line.includes("not an email address"))).toHaveLength(1);
    expect(lines.find((line) => line.includes("nobody at nowhere"))).toMatch(
      new RegExp(`\\b${ROWS + 14}\\b`),
    );
  });

  test("segments them by tag, lifecycle and country, to the person", async () => {
    const codes = await Promise.all(
      countries.map(async ([name]) => {
        const { email } = list.find(({ country }) => country === name)!;
        const { address } = await owner.get<{ address: { country: string } }>(`/contacts/${idOf(email)}`);
        return address.country;
      }),
    );
    filter = {
      all: [
        { field: "tags", operator: "has", value: "customers" },
        { field: "lifecycle", operator: "is", value: "customer" },
        { any: codes.map((value) => ({ field: "country", operator: "is", value })) },
      ],
    };
    expect(await owner.post("/segments/count", { filter })).toMatchObject({
      count: chosen.length,
      of: ROWS,
    });
    segmentId = await segment(stage, owner, filter);
    expect(await owner.get(`/segments/${segmentId}/count`)).toEqual({ count: chosen.length, state: "ready" });
    // Whoever comes later comes in by itself: without an email, without consent, and two that SES's simulator answers for.
    const [country] = codes;
    for (const more of [
      { firstName: "Without" },
      { firstName: "Stranger", email: "stranger@journey.example" },
    ])
      await owner.post("/contacts", {
        ...more,
        tags: ["customers"],
        lifecycle: "customer",
        address: { country },
      });
    await stage.idle();
    expect(await owner.get(`/segments/${segmentId}/count`)).toMatchObject({ count: chosen.length + 2 });
  });

  test("says before sending who gets it, who not and why, and shows it as a contact reads it", async () => {
    campaignId = await campaign(owner, segmentId, { basis: "consent" });
    await owner.post("/suppressions", { email: blocked });
    expect(await owner.get(`/campaigns/${campaignId}/audience`)).toEqual({
      matched: chosen.length + 2,
      noEmail: 1,
      unsubscribed: 0,
      noConsent: 1,
      suppressed: 1,
      capped: 0,
      notAllowed: 0,
      recipients: chosen.length - 1,
    });
    const { firstName, city } = chosen[1]!;
    const preview = await owner.post<{ subject: string; html: string }>("/templates/preview", {
      subject: "Hello {{ contact.firstName }}",
      html,
      contactId: idOf(opener),
    });
    expect(preview.subject).toBe(`Hello ${firstName}`);
    expect(preview.html).toContain(`Dear ${firstName} of ${city}`);
    await owner.post(`/campaigns/${campaignId}/test`, {});
    await stage.idle();
    expect(stage.inbox.list({ to: owner.email, subject: "word" })).toHaveLength(1);
  });

  test("mails each of them once, and nobody else", async () => {
    const after = await sent(stage, owner, campaignId);
    expect(after).toMatchObject({ state: "finished", audience: { recipients: chosen.length - 1 } });
    const mails = stage.inbox.list({ limit: 5_000 }).filter(({ tags }) => tags.campaign !== undefined);
    expect(mails.map(({ to }) => to.join()).sort()).toEqual(
      chosen
        .map(({ email }) => email.toLowerCase())
        .filter((email) => email !== blocked)
        .sort(),
    );
    const { firstName } = chosen[1]!;
    expect((await letterTo(stage, opener)).html).toContain(`Dear ${firstName} of`);
  });

  test("an open, a click, a bounce and a complaint come back", async () => {
    await stage.clock.advance(5 * MINUTE);
    expect((await visit((await letterTo(stage, opener)).pixel)).headers.get("content-type")).toBe(
      "image/gif",
    );
    const followed = await visit((await letterTo(stage, clicker)).click);
    expect([followed.status, followed.headers.get("location")]).toEqual([
      302,
      "https://shop.example/sale?from=mail&n=1",
    ]);
    stage.inbox.bounce((await letterTo(stage, bouncer)).id);
    stage.inbox.complain((await letterTo(stage, complainer)).id);
    await stage.idle();
    for (const [email, suppressed] of [
      [bouncer, true],
      [complainer, true],
      [opener, false],
    ] as const)
      expect(await owner.post("/suppressions/check", { email })).toEqual({ suppressed });
    expect(await owner.get(`/contacts/${idOf(bouncer)}`)).toMatchObject({ undeliverable: "bounced" });
  });

  test("a GET of the unsubscribe link changes nothing, the one-click POST unsubscribes", async () => {
    const { oneClick } = await letterTo(stage, leaver);
    const before = await owner.get(`/contacts/${idOf(leaver)}`);
    const page = await visit(oneClick);
    expect([page.status, page.headers.get("set-cookie")]).toEqual([200, null]);
    await stage.idle();
    expect(await owner.get(`/contacts/${idOf(leaver)}`)).toEqual(before);
    expect((await unsubscribing(oneClick)).status).toBe(200);
    expect((await unsubscribing(oneClick)).status).toBe(200);
    await stage.idle();
    expect(await owner.get(`/contacts/${idOf(leaver)}`)).toMatchObject({
      consent: { marketing: { state: "unsubscribed" } },
    });
    expect(await owner.get(`/campaigns/${campaignId}/audience`)).toMatchObject({
      unsubscribed: 1,
      suppressed: 3,
      recipients: chosen.length - 4,
    });
  });

  test("results, recipients and the contact's timeline tell exactly that", async () => {
    const recipients = chosen.length - 1;
    const results = {
      sent: recipients,
      // The bounce came after the delivery: both are so.
      delivered: recipients,
      opened: 2,
      machineOpened: 0,
      clicked: 1,
      bounced: 1,
      complained: 1,
      unsubscribed: 1,
    };
    expect(await owner.get(`/campaigns/${campaignId}/results`)).toEqual({
      audience: recipients,
      queued: 0,
      failed: 0,
      suppressed: 0,
      skipped: 0,
      unknown: 0,
      ...results,
    });
    const rows = await owner.all<Json>(`/campaigns/${campaignId}/recipients`);
    expect(rows).toHaveLength(recipients);
    expect(rows.filter(({ state }) => state === "sent")).toHaveLength(recipients);
    const timeline = await owner.get<{ items: Json[] }>(`/timeline/${idOf(clicker)}`);
    expect(timeline.items.filter(({ kind }) => kind === "campaign")).toMatchObject([
      { entryId: campaignId, title: expect.stringContaining("A word for") },
    ]);
    const reported = await owner.get<{ items: Json[] }>("/reports/campaigns");
    expect(reported.items).toMatchObject([{ id: campaignId, ...results }]);
  });

  test("the dashboard shows it, and a recount of everything finds no difference", async () => {
    const dashboard = await owner.get<{
      contacts: { total: number; bySource: { source: string; count: number }[] };
      funnel: { total: number; steps: { lifecycle: string; count: number }[] };
      campaigns: Json[];
    }>("/reports/dashboard");
    expect(dashboard.contacts.total).toBe(ROWS + 2);
    const bySource = dashboard.contacts.bySource.map(({ source, count }) => [source, count]);
    expect(Object.fromEntries(bySource)).toMatchObject({ import: ROWS, manual: 2 });
    expect(dashboard.funnel.steps.find(({ lifecycle }) => lifecycle === "customer")?.count).toBe(ROWS + 2);
    expect(dashboard.campaigns).toMatchObject([{ id: campaignId, opened: 2, clicked: 1, unsubscribed: 1 }]);
    expect(await differences(stage)).toEqual([]);
  });
});
