import { get } from "../aws/statement.ts";
import { Cancelled, transact } from "../aws/transaction.ts";
import type { Consent } from "../contact/contact.schema.ts";
import * as Contact from "../contact/index.ts";
import * as Context from "../kernel/context.ts";
import * as Ledger from "../ledger/index.ts";
import * as Suppression from "../suppression/index.ts";
import { fromUnsubscribe } from "./token.ts";

type Person = { shelf: string; email?: string; consent?: Record<string, Consent> };

/** Runs as the system in the link's workspace: the signature is what entitles its bearer, and to this one person only. */
function withToken<T>(
  token: string,
  run: (recipient: Ledger.Recipient, topic: string) => Promise<T>,
): Promise<T | undefined> {
  return fromUnsubscribe(token).then((found) => {
    if (!found) return undefined;
    const { recipient, topic } = found;
    const actor = { kind: "system" as const, workspaceId: recipient.workspaceId, id: "recipient" };
    const cause = `campaign:${recipient.campaignId}`;
    return Context.provide({ actor, cause, depth: 0, silent: false }, () => run(recipient, topic));
  });
}

const personOf = ({ workspaceId, contactId }: Ledger.Recipient) =>
  get({ pk: `w#${workspaceId}#contact#${contactId}`, sk: "contact" }) as Promise<Person | undefined>;

export type Preferences = {
  workspace: string;
  /** Enough to know whose it is, not enough to learn the address. */
  address: string;
  topic: string;
  topics: { topic: string; subscribed: boolean }[];
};

/** What the page shows; undefined for a link that we did not make. Changes nothing. */
export function preferences(token: string): Promise<Preferences | undefined> {
  return withToken(token, async (recipient, topic) => {
    const [person, workspace] = await Promise.all([
      personOf(recipient),
      get({ pk: `w#${recipient.workspaceId}#workspace#${recipient.workspaceId}`, sk: "workspace" }),
    ]);
    const names = [...new Set([topic, ...Object.keys(person?.consent ?? {})])].sort();
    const topics = names.map((name) => ({
      topic: name,
      subscribed: person?.consent?.[name]?.state !== "unsubscribed",
    }));
    return { workspace: String(workspace?.name ?? ""), address: masked(person?.email), topic, topics };
  });
}

function masked(email: string | undefined): string {
  const [name = "", domain = ""] = email?.split("@") ?? [];
  return email ? `${name.slice(0, 1)}…@${domain}` : "";
}

/** One topic off (or on again). Repeating it changes nothing. False for a link that we did not make. */
export async function set(
  token: string,
  choice: { topic?: string | undefined; subscribed: boolean },
): Promise<boolean> {
  const done = await withToken(token, async (recipient, own) => {
    await decide(recipient, choice.topic ?? own, choice.subscribed);
    if (!choice.subscribed && (choice.topic ?? own) === own) await counted(recipient);
    return true;
  });
  return done ?? false;
}

async function decide(recipient: Ledger.Recipient, topic: string, subscribed: boolean): Promise<void> {
  const person = await personOf(recipient);
  const state = subscribed ? "subscribed" : "unsubscribed";
  if (!person || person.consent?.[topic]?.state === state) return;
  // In the trash it can't be edited, but its restoring must not undo what the person said.
  if (person.shelf !== "live") {
    if (!subscribed && person.email) await Suppression.suppress(person.email, "unsubscribed");
    return;
  }
  const consent: Consent = {
    state,
    basis: "consent",
    source: `campaign:${recipient.campaignId}`,
    at: Context.now().toISOString(),
  };
  await Contact.agree({ id: recipient.contactId, topic, consent });
}

/** Once a mail: the row and the campaign's sum. */
async function counted(recipient: Ledger.Recipient): Promise<void> {
  const once = { unsubscribedAt: Context.now().toISOString() };
  try {
    await transact([
      Ledger.happenedWrite(recipient, { once, first: "unsubscribedAt" }),
      ...Ledger.counting(recipient.campaignId, recipient.chunk, { unsubscribed: 1 }),
    ]);
  } catch (error) {
    if (!(error instanceof Cancelled && error.conditionOf(0))) throw error;
  }
}
