import { randomUUID } from "node:crypto";
import type { Fate } from "../fault/index.ts";
import type { BusEvent } from "../storage/notification.ts";
import type { Outbox } from "../storage/outbox.ts";
import { mailbox } from "./address.ts";
import type { Sets } from "./configuration.ts";
import {
  type Account,
  BOUNCES,
  bounced,
  busEvent,
  complained,
  delivered,
  isSimulator,
  type Outcome,
  rejected,
  renderingFailed,
  sent,
  simulated,
} from "./event.ts";
import { SesFault } from "./fault.ts";
import type { Tag } from "./header.ts";
import { compose, type Draft, readdress, splitHeader, subjectOf } from "./message.ts";
import type { QuotaKeeper } from "./quota.ts";
import type { Mail, Store } from "./store.ts";

/** What goes through the outbox: events for the bus, and mail that finds its way to our own receipt rules. */
export type Outgoing =
  | { kind: "event"; event: BusEvent }
  | { kind: "mail"; id: string; recipients: string[] }
  | { kind: "away"; id: string };

export type Letter = {
  /** The address behind From, already read. */
  from: string;
  recipients: string[];
  configurationSet?: string;
  tags: Tag[];
  operation: "SendEmail" | "SendBulkEmail";
  caller: string;
  content: { draft: Draft } | { raw: Buffer } | { failure: string; template: string; subject: string };
};

export type PostOptions = {
  store: Store;
  sets: Sets;
  quota: QuotaKeeper;
  outbox: Outbox<Outgoing>;
  account: Account;
  now(): number;
  /** Undefined: any sender is taken. */
  verified?: (address: string) => boolean;
  /** What becomes of a mail to an address that isn't the simulator's: faults that are asked for. */
  fate?: (() => Fate | undefined) | undefined;
  /** Which of these recipients one of our receipt rules takes. */
  ours(recipients: string[]): string[];
};

export const LARGEST = 40 * 1024 * 1024;
const EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
const REGION_CODE: Record<string, string> = {
  "us-east-1": "0100",
  "us-west-2": "0101",
  "eu-west-1": "0102",
  "eu-central-1": "0107",
};

/** Takes letters as SES does and decides what becomes of each. */
export function createPost(options: PostOptions) {
  const { store, sets, quota, outbox, account, now } = options;
  const host = account.region === "us-east-1" ? "email.amazonses.com" : `${account.region}.amazonses.com`;

  function messageId(): string {
    const time = now().toString(16).padStart(12, "0");
    return `${REGION_CODE[account.region] ?? "010f"}${time}-${randomUUID()}-000000`;
  }

  /** Everything that SES refuses before it takes the mail. */
  function admit(letter: Letter): void {
    const set = letter.configurationSet === undefined ? undefined : sets.find(letter.configurationSet);
    if (set?.SendingOptions?.SendingEnabled === false) {
      throw new SesFault("SendingPausedException", `Sending is paused for configuration set <${set.Name}>.`);
    }
    if (options.verified && !options.verified(letter.from)) {
      throw new SesFault(
        "MessageRejected",
        `Email address is not verified. The following identities failed the check in region ${account.region.toUpperCase()}: ${letter.from}`,
      );
    }
    const taken = quota.take(letter.recipients.length, letter.recipients.filter(isSimulator).length);
    if (taken === "exhausted") throw new SesFault("LimitExceededException", "Daily message quota exceeded.");
    if (taken === "throttled")
      throw new SesFault("TooManyRequestsException", "Maximum sending rate exceeded.");
  }

  function tagsOf(letter: Letter): Record<string, string[]> {
    const tags: Record<string, string[]> = {
      "ses:source-tls-version": ["TLSv1.3"],
      "ses:operation": [letter.operation],
      ...(letter.configurationSet === undefined
        ? {}
        : { "ses:configuration-set": [letter.configurationSet] }),
      "ses:source-ip": ["127.0.0.1"],
      "ses:from-domain": [letter.from.split("@").at(-1)!],
      "ses:caller-identity": [letter.caller],
    };
    for (const { name, value } of letter.tags) tags[name] = [...(tags[name] ?? []), value];
    return tags;
  }

  /** One outcome, or none while it is under way, for each recipient. */
  function outcomes(mail: Mail): Outcome[] {
    const reasons = sets.suppressedReasons(mail.configurationSet);
    return mail.to.flatMap((recipient) => {
      const at = now();
      const scenario = simulated(recipient);
      const fate = scenario === undefined ? options.fate?.() : undefined;
      if (fate === "bounce") return [bounced(recipient, BOUNCES.general, at)];
      if (fate === "softBounce") return [bounced(recipient, BOUNCES.mailboxFull, at)];
      if (fate === "complaint") return [delivered(recipient, at), complained(recipient, at)];
      if (scenario === "bounce") return [bounced(recipient, BOUNCES.general, at)];
      if (scenario === "suppressionlist") return [bounced(recipient, BOUNCES.suppressed, at)];
      if (scenario === "complaint") return [delivered(recipient, at), complained(recipient, at)];
      if (scenario !== undefined) return [delivered(recipient, at)];
      const held = store.thing<{ Reason: string }>("suppressed", recipient.toLowerCase());
      if (held && reasons.includes(held.Reason)) return [bounced(recipient, BOUNCES.onAccountList, at)];
      return [delivered(recipient, at)];
    });
  }

  /** Keeps an outcome with its mail, lists the address where SES would, and puts the event on its way. */
  function record(mail: Mail, outcome: Outcome): void {
    store.addEvent(mail.seq, {
      type: outcome.type,
      at: now(),
      recipients: outcome.recipients,
      detail: outcome.detail,
    });
    const state = STATES[outcome.type];
    if (state) store.setStatus(mail.seq, state);
    const reason = outcome.type === "COMPLAINT" ? "COMPLAINT" : "BOUNCE";
    const lists =
      outcome.type === "COMPLAINT" ||
      (outcome.type === "BOUNCE" &&
        outcome.detail.bounceType === "Permanent" &&
        outcome.detail.bounceSubType === "General");
    if (lists && sets.suppressedReasons(mail.configurationSet).includes(reason)) {
      for (const recipient of outcome.recipients.filter((one) => !isSimulator(one))) {
        store.putThing("suppressed", recipient.toLowerCase(), now(), { Reason: reason, MessageId: mail.id });
      }
    }
    if (sets.publishes(mail.configurationSet, outcome.type)) {
      outbox.add({ kind: "event", event: busEvent(mail, outcome, account, now()) });
    }
  }

  async function message(letter: Letter, id: string): Promise<Buffer> {
    const { content } = letter;
    if ("draft" in content) return compose(content.draft, id, host, now());
    if ("raw" in content) return readdress(content.raw, id, host, now());
    const to = letter.recipients.join(", ");
    return Buffer.from(
      `From: ${letter.from}\r\nTo: ${to}\r\nSubject: ${content.subject.replace(/[\r\n]/g, " ")}\r\n\r\n`,
    );
  }

  return {
    /** Takes a letter, or throws SES's refusal; answers the message id. */
    async take(letter: Letter): Promise<string> {
      const id = messageId();
      const raw = await message(letter, id);
      if (raw.length > LARGEST) {
        throw new SesFault(
          "BadRequestException",
          `Message length is more than ${LARGEST} bytes long: '${raw.length}'.`,
        );
      }
      const { headers } = splitHeader(raw);
      store.transaction(() => {
        admit(letter);
        const mail = store.add(
          {
            id,
            at: now(),
            direction: "out",
            from: letter.from,
            to: letter.recipients,
            subject: "draft" in letter.content ? letter.content.draft.subject : subjectOf(headers),
            ...(letter.configurationSet === undefined ? {} : { configurationSet: letter.configurationSet }),
            tags: tagsOf(letter),
            headers,
            status: "sent",
          },
          raw,
        );
        if ("failure" in letter.content) {
          record(mail, renderingFailed(mail.to, letter.content.template, letter.content.failure));
          return;
        }
        record(mail, sent(mail));
        if (raw.includes(EICAR)) {
          record(mail, rejected(mail.to));
          return;
        }
        const all = outcomes(mail);
        for (const outcome of all) record(mail, outcome);
        const arrived = all
          .filter((outcome) => outcome.type === "DELIVERY")
          .flatMap((outcome) => outcome.recipients);
        const ours = options.ours(arrived);
        if (ours.length > 0) outbox.add({ kind: "mail", id, recipients: ours });
        if (mail.to.some((recipient) => simulated(recipient) === "ooto")) outbox.add({ kind: "away", id });
      });
      outbox.wake();
      return id;
    },

    /** Something that happens to a mail later: a person presses Bounce or Complaint, a mailbox fills up. */
    happen(id: string, what: (recipient: string, at: number) => Outcome, recipient?: string): Mail {
      const mail = store.find(id);
      if (mail?.direction !== "out")
        throw new SesFault("NotFoundException", `Message ${id} was not sent from here.`);
      const whom =
        recipient === undefined
          ? mail.to
          : mail.to.filter((one) => one.toLowerCase() === recipient.toLowerCase());
      if (whom.length === 0)
        throw new SesFault("NotFoundException", `Message ${id} did not go to ${recipient}.`);
      store.transaction(() => {
        for (const one of whom) record(mail, what(one, now()));
      });
      outbox.wake();
      return store.find(id)!;
    },
    sender: (value: string) => mailbox(value, "FromEmailAddress").address,
  };
}

const STATES: Partial<Record<Outcome["type"], string>> = {
  DELIVERY: "delivered",
  BOUNCE: "bounced",
  COMPLAINT: "complained",
  REJECT: "rejected",
  RENDERING_FAILURE: "not rendered",
  DELIVERY_DELAY: "delayed",
};

export type Post = ReturnType<typeof createPost>;
