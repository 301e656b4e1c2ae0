import { describe, expect, test } from "vitest";
import { compile } from "../../packages/local/src/event/pattern.ts";
import { synth } from "./synth.ts";

const { app } = await synth("dev");

/** Whether the rule lets the fact through. */
function hears(rule: string, type: string, detail: object): boolean {
  const pattern = app.Resources[rule]!.Properties.EventPattern;
  const fact = { id: "evt_1", silent: false, changed: {}, ...detail };
  return compile(pattern, rule)({ source: "rapport", "detail-type": type, detail: fact });
}

describe("the welcome mail", () => {
  const rule = "ContactCreatedWelcomeRule";

  test("goes to a new contact that came with the switch on", () => {
    expect(
      hears(rule, "contact.created", { changed: { email: [null, "a@b.example"], welcome: [null, true] } }),
    ).toBe(true);
  });

  test("stays away where the switch is off, and from an import's silent contacts", () => {
    expect(hears(rule, "contact.created", { changed: { email: [null, "a@b.example"] } })).toBe(false);
    expect(hears(rule, "contact.created", { silent: true, changed: { welcome: [null, true] } })).toBe(false);
  });
});

describe("a deal that was won", () => {
  test("thanks its owner, unless an import said so", () => {
    expect(hears("DealWonThankOwnerRule", "deal.won", {})).toBe(true);
    expect(hears("DealWonThankOwnerRule", "deal.won", { silent: true })).toBe(false);
    expect(hears("DealWonThankOwnerRule", "deal.lost", {})).toBe(false);
  });
});

describe("the outbox", () => {
  test("is emptied whoever filled it", () => {
    expect(hears("MailRequested", "mail.requested", {})).toBe(true);
    expect(hears("MailRequested", "mail.updated", {})).toBe(false);
  });
});
