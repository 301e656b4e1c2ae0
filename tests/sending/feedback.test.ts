import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import * as Suppression from "@rapport/core/suppression";
import { describe, expect, it } from "vitest";
import { withSending } from "./hooks.ts";
import { released, resultsOf } from "./made.ts";
import { aCampaign, person } from "./stand.ts";

const stage = withSending();

describe("what SES says", () => {
  it("suppresses a hard bounce and a complaint, once, however often and in whatever order it comes", async () => {
    const people = [
      person(1, { email: "bounce@simulator.amazonses.com" }),
      person(2, { email: "complaint@simulator.amazonses.com" }),
      person(3, { email: "fine@say.example" }),
    ];
    const made = await aCampaign(stage, people);
    for (const message of await released(stage, made)) await stage.sendOne(message);
    const all = await stage.tell();
    const before = await resultsOf(made);
    expect(before).toMatchObject({ sent: 3, bounced: 1, complained: 1 });
    await stage.tell([...all].reverse());
    await stage.tell(all);
    expect(await resultsOf(made)).toEqual(before);
    const audience = await made.marketer(() => Campaign.audience({ id: made.id }));
    expect(audience).toMatchObject({ suppressed: 2, recipients: 1 });
    const contact = await made.marketer(() => Contact.fromID({ id: made.contacts[0]!.id }));
    expect(contact.undeliverable).toBe("bounced");
    const list = await made.marketer(() => Suppression.list({}));
    expect(list.items.map(({ reason }) => reason).sort()).toEqual(["complaint", "hard-bounce"]);
    expect(JSON.stringify(list)).not.toContain("simulator");
  });

  it("leaves mails alone that bear no tags of ours", async () => {
    const mail = {
      messageId: "x",
      timestamp: new Date().toISOString(),
      destination: ["a@b.example"],
      tags: { "ses:from-domain": ["x"] },
    };
    expect(await Campaign.happened({ id: "e", detail: { eventType: "Send", mail, send: {} } })).toBe(
      "foreign",
    );
    await expect(Campaign.happened({ id: "e", detail: { eventType: "Sent" } })).rejects.toThrow();
  });
});
