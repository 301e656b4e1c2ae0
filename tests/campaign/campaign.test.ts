import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import * as Suppression from "@rapport/core/suppression";
import { afterEach, describe, expect, it } from "vitest";
import { facts } from "../../packages/core/src/campaign/campaign.facts.ts";
import { as } from "../core.ts";
import { withSending } from "../sending/hooks.ts";
import { aCampaign, person } from "../sending/stand.ts";

const stage = withSending();
afterEach(() => {
  process.env.MAIL_ALLOW = "*";
});

const consent = (state: "subscribed" | "unconfirmed" | "unsubscribed") => ({
  consent: { marketing: { state, at: "2025-01-01T00:00:00.000Z" } },
});

describe("a campaign's audience", () => {
  it("is the segment without those who have no email, said no, are suppressed, capped or not allowed", async () => {
    process.env.MAIL_ALLOW = "example.com";
    const people = [
      person(1, consent("subscribed")),
      person(2),
      { firstName: "NoMail", tags: ["news"] },
      person(3, consent("unsubscribed")),
      person(4, consent("unconfirmed")),
      person(5),
      person(6, { email: "six@elsewhere.example" }),
      person(7, { tags: [] }),
    ];
    const { id, marketer } = await aCampaign(stage, people);
    await marketer(() => Suppression.add({ email: "P5@Example.com" }));
    const audience = await marketer(() => Campaign.audience({ id }));
    expect(audience).toEqual({
      matched: 7,
      noEmail: 1,
      unsubscribed: 1,
      noConsent: 1,
      suppressed: 1,
      capped: 0,
      notAllowed: 1,
      recipients: 2,
    });
  });

  it("follows the ground that its marketer states for those who never said yes or no", async () => {
    const people = [person(1, consent("subscribed")), person(2, { lifecycle: "customer" }), person(3)];
    const counts: Record<string, number> = {};
    for (const basis of Campaign.Basis.options) {
      const { id, marketer } = await aCampaign(stage, people, { basis });
      counts[basis] = (await marketer(() => Campaign.audience({ id }))).recipients;
    }
    expect(counts).toEqual({ consent: 1, contract: 2, "legitimate-interest": 3 });
  });

  it("mails nobody on a stage that allows nobody", async () => {
    delete process.env.MAIL_ALLOW;
    const { id, marketer } = await aCampaign(stage, [person(1)]);
    expect(await marketer(() => Campaign.audience({ id }))).toMatchObject({ notAllowed: 1, recipients: 0 });
  });
});

describe("a campaign", () => {
  it("needs a segment and a template before it can start", async () => {
    const campaign = await as("marketer", () => Campaign.create({ name: "Empty" }));
    await expect(as("marketer", () => Campaign.send({ id: campaign.id, holdSeconds: 0 }))).rejects.toThrow(
      "Choose a segment first.",
    );
    const at = new Date(Date.now() + 3_600_000).toISOString();
    await expect(as("marketer", () => Campaign.schedule({ id: campaign.id, sendAt: at }))).rejects.toThrow(
      "Choose a segment",
    );
  });

  it("goes only from a state to one that follows, and only by whose role may send", async () => {
    const { id, marketer, workspaceId } = await aCampaign(stage, [person(1)]);
    await expect(marketer(() => Campaign.pause({ id }))).rejects.toThrow("is a draft");
    await expect(marketer(() => Campaign.resume({ id }))).rejects.toThrow("is a draft");
    await expect(as("viewer", () => Campaign.send({ id, holdSeconds: 0 }), { workspaceId })).rejects.toThrow(
      "role",
    );
    await expect(as("marketer", () => Campaign.send({ id, holdSeconds: 0 }))).rejects.toThrow("no campaign");
    expect(await marketer(() => Campaign.send({ id, holdSeconds: 0 }))).toMatchObject({
      state: "running",
      preparing: true,
    });
    await expect(marketer(() => Campaign.send({ id, holdSeconds: 0 }))).rejects.toThrow("is running");
    await expect(marketer(() => Campaign.edit({ id, name: "Other" }))).rejects.toThrow("is running");
    await expect(marketer(() => Campaign.remove({ id }))).rejects.toThrow("Cancel the campaign");
    expect((await marketer(() => Campaign.pause({ id }))).state).toBe("paused");
    expect((await marketer(() => Campaign.resume({ id }))).state).toBe("running");
    expect((await marketer(() => Campaign.cancel({ id }))).state).toBe("cancelled");
    await expect(marketer(() => Campaign.resume({ id }))).rejects.toThrow("is cancelled");
  });

  it("starts by itself at its time, not a minute before", async () => {
    const { id, marketer } = await aCampaign(stage, [person(1)]);
    const sendAt = new Date(Date.now() + 3 * 60_000).toISOString();
    await expect(marketer(() => Campaign.schedule({ id, sendAt: "2025-03-01T00:00:00Z" }))).rejects.toThrow(
      "in the future",
    );
    await marketer(() => Campaign.schedule({ id, sendAt }));
    const states: string[] = [];
    for (let minute = 0; minute < 6; minute++) {
      await stage.minute();
      states.push((await marketer(() => Campaign.fromID({ id }))).state);
    }
    expect(states.slice(0, 3)).toEqual(["scheduled", "scheduled", "running"]);
    expect(states.at(-1)).toBe("finished");
  });

  it("sends the mail as it was when it started, whatever is edited meanwhile", async () => {
    const { id, marketer, template } = await aCampaign(stage, [person(1, { email: "frozen@example.com" })]);
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    const Template = await import("@rapport/core/template");
    await marketer(() => Template.edit({ id: template.id, subject: "Changed" }));
    await stage.minute();
    expect(stage.mails().find((mail) => mail.to.includes("frozen@example.com"))?.subject).toBe("Hi P1");
  });

  it("states its facts in the past tense", () => {
    const of = (state: string) => ({ shelf: "live", state }) as never;
    expect(facts(of("draft"), of("running"))).toEqual(["campaign.started"]);
    expect(facts(of("paused"), of("running"))).toEqual(["campaign.resumed"]);
    expect(facts(of("running"), of("finished-with-errors"))).toEqual(["campaign.finished"]);
    expect(facts(of("finished-with-errors"), of("finished"))).toEqual([]);
    expect(facts(of("running"), of("running"))).toEqual([]);
  });

  it("shows a recipient's mail in the contact's timeline", async () => {
    const { id, marketer, contacts } = await aCampaign(stage, [person(1)]);
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    await stage.minute();
    const Timeline = await import("@rapport/core/timeline");
    const { items } = await marketer(() => Timeline.list({ id: contacts[0]!.id }));
    expect(items).toMatchObject([{ kind: "campaign", entryId: id, title: "Hi P1", summary: "Spring" }]);
    expect(await marketer(() => Contact.fromID({ id: contacts[0]!.id }))).not.toHaveProperty("undeliverable");
  });
});
