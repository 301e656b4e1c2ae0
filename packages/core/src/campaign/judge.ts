import type { Consent, Lifecycle } from "../contact/contact.schema.ts";
import * as Mail from "../mail/index.ts";
import type { Basis, Verdict } from "./campaign.schema.ts";

/** What is asked of a contact before a mail, when the audience is counted and once more at the last moment. */
export type Person = {
  id: string;
  shelf: string;
  email?: string;
  lifecycle?: Lifecycle;
  consent?: Record<string, Consent>;
};
export type Rules = { topic: string; basis: Basis };

const customers: readonly (Lifecycle | undefined)[] = ["customer", "evangelist"];

/** See `Basis`: an entry decides; without one the campaign's ground does. */
export function consentOf(person: Person, { topic, basis }: Rules): "allowed" | "unsubscribed" | "noConsent" {
  const state = person.consent?.[topic]?.state;
  if (state === "subscribed") return "allowed";
  if (state === "unsubscribed") return "unsubscribed";
  if (state === "unconfirmed") return "noConsent";
  const covered =
    basis === "legitimate-interest" || (basis === "contract" && customers.includes(person.lifecycle));
  return covered ? "allowed" : "noConsent";
}

/** Exactly one of them for each person, in this order: so the subtraction always comes out even. */
export function judge(
  person: Person,
  rules: Rules,
  known: { suppressed: ReadonlySet<string>; capped: ReadonlySet<string> },
): Verdict {
  if (!person.email) return "noEmail";
  const consent = consentOf(person, rules);
  if (consent !== "allowed") return consent;
  if (known.suppressed.has(person.email.toLowerCase())) return "suppressed";
  if (known.capped.has(person.id)) return "capped";
  return Mail.isAllowed(person.email) ? "recipients" : "notAllowed";
}
