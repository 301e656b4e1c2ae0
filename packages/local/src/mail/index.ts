/**
 * SES on a laptop: the v2 API as the real client calls it, its limits and refusals, its events on the default bus, the
 * simulator's addresses, an inbox to look into, and inbound mail through the template's receipt rules.
 *
 *   const mail = createMail({ dir, account, now, emit, putObject, configurationSets, receiptRules });
 *   await mail.handle(request);                 // mount at AWS_ENDPOINT_URL_SESV2
 *   const smtp = await mail.listen(0);          // raw mail by SMTP on loopback; smtp.port
 *   const inbox = inboxApp(mail, { origins }); // (Request) => Promise<Response>, for /__local/inbox and below
 *
 * Mails, templates, lists and events not yet handed over are in DIR/mail.sqlite and survive a restart.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Fate } from "../fault/index.ts";
import type { AwsRequest, AwsResponse } from "../storage/exchange.ts";
import type { BusEvent } from "../storage/notification.ts";
import { createOutbox, type Outbox } from "../storage/outbox.ts";
import { type ConfigurationSet, createSets } from "./configuration.ts";
import { type Account, BOUNCES, bounced, complained, delayed } from "./event.ts";
import { operate } from "./operation.ts";
import { createPost, type Outgoing } from "./post.ts";
import { createQuota, type Quota } from "./quota.ts";
import { type Opened, open } from "./reading.ts";
import { createReceipt, type Envelope, type PutObject, type ReceiptRule, type Received } from "./receipt.ts";
import { away, reply } from "./reply.ts";
import { listen, type Smtp } from "./smtp.ts";
import { type Filter, type MailEvent, openStore, type Mail as StoredMail } from "./store.ts";

export type { BusEvent } from "../storage/notification.ts";
export type { ConfigurationSet } from "./configuration.ts";
export { inboxApp } from "./inbox/app.ts";
export type { Quota } from "./quota.ts";
export type { Opened, Part } from "./reading.ts";
export type { ReceiptRule } from "./receipt.ts";
export type { Filter, Mail as StoredMail, MailEvent } from "./store.ts";

export type MailOptions = {
  /** The folder of this mail alone; made if it is not there. */
  dir: string;
  account: Account;
  /** The stage's clock, in milliseconds. */
  now(): number;
  /** Puts one event on the default bus; called at least once an event, a rejection is tried again. */
  emit(event: BusEvent): Promise<void>;
  /** Stores what a receipt rule's S3 action says: storage.put fits. */
  putObject: PutObject;
  configurationSets?: readonly ConfigurationSet[];
  receiptRules?: readonly ReceiptRule[];
  /** Verified senders, addresses or domains. Left out, any sender is taken. */
  identities?: readonly string[];
  /** Default: 14 a second, 50,000 a day, both held. */
  quota?: Partial<Quota>;
  /** What becomes of a mail to an address that isn't the simulator's; undefined: it is delivered. */
  fate?: () => Fate | undefined;
  /** How many mails are kept; the oldest go. Default 50,000. */
  keep?: number;
  /** Hears of deliveries that failed and of faults of this code. */
  report?(error: unknown): void;
};

export type Mail = ReturnType<typeof createMail>;

export function createMail(options: MailOptions) {
  mkdirSync(options.dir, { recursive: true });
  const { account, now } = options;
  const report = options.report ?? ((error: unknown) => console.error(error));
  const store = openStore(join(options.dir, "mail.sqlite"), options.keep ?? 50_000);
  const sets = createSets(store, options.configurationSets ?? []);
  const quota = createQuota(store, now, {
    maxSendRate: 14,
    max24HourSend: 50_000,
    enforceRate: true,
    ...options.quota,
  });
  const receipt = createReceipt({
    store,
    rules: options.receiptRules ?? [],
    now,
    host: `${account.region}.amazonaws.com`,
    putObject: options.putObject,
  });
  let identities = options.identities?.map((name) => name.toLowerCase());

  function verified(address: string): boolean {
    const low = address.toLowerCase();
    const domain = low.slice(low.lastIndexOf("@") + 1);
    const known = (name: string) => identities?.includes(name) || store.thing("identity", name) !== undefined;
    return (
      identities === undefined ||
      known(low) ||
      domain.split(".").some((_, at, all) => known(all.slice(at).join(".")))
    );
  }

  async function carry(item: Outgoing): Promise<void> {
    if (item.kind === "event") return options.emit(item.event);
    const mail = store.find(item.id);
    const raw = store.raw(item.id);
    // Pruned meanwhile: there is nothing left to bring.
    if (!mail || !raw) return;
    if (item.kind === "mail") await receipt.receive(raw, { from: mail.from, recipients: item.recipients });
    else await receipt.receive(await away(mail, raw, now()), { from: "ooto@simulator.amazonses.com" });
  }

  const outbox: Outbox<Outgoing> = createOutbox<Outgoing>(store.database, carry, report);
  const post = createPost({
    store,
    sets,
    quota,
    outbox,
    account,
    now,
    verified,
    ours: receipt.ours,
    fate: options.fate,
  });
  const servers: Smtp[] = [];

  return {
    handle: (request: AwsRequest): Promise<AwsResponse> =>
      operate(
        { store, sets, quota, now, region: account.region, identities: identities ?? [], post },
        request,
        report,
      ),

    /** Takes a raw message from outside, as the SMTP door does. */
    receive: (raw: Buffer | string, envelope?: Envelope): Promise<Received> =>
      receipt.receive(Buffer.from(raw), envelope),

    /** Opens the SMTP door on loopback; port 0 takes any free one. */
    async listen(port: number): Promise<Smtp> {
      const smtp = await listen(receipt, port, report);
      servers.push(smtp);
      return smtp;
    },

    list: (filter: Filter = {}): StoredMail[] => store.list(filter),
    find: (id: string): StoredMail | undefined => store.find(id),
    /** A mail parsed: parts, links, events. */
    open: (id: string): Promise<Opened | undefined> => open(store, id),
    raw: (id: string): Buffer | undefined => store.raw(id),
    events: (mail: StoredMail): MailEvent[] => store.events(mail.seq),
    /** Changes with every mail and event. */
    version: () => store.version(),

    /** What a mailbox or a person does with a mail that arrived; each brings its event. */
    bounce: (id: string, recipient?: string) =>
      post.happen(id, (one, at) => bounced(one, BOUNCES.general, at), recipient),
    softBounce: (id: string, recipient?: string) =>
      post.happen(id, (one, at) => bounced(one, BOUNCES.mailboxFull, at), recipient),
    complain: (id: string, recipient?: string) => post.happen(id, complained, recipient),
    delay: (id: string, recipient?: string) => post.happen(id, delayed, recipient),
    /** Answers a mail as its first recipient would, through the receipt rules. */
    async reply(id: string, text: string): Promise<Received> {
      const mail = store.find(id);
      const raw = store.raw(id);
      if (!mail || !raw) throw new Error(`no mail ${id}`);
      const answer = await reply(mail, raw, text, now());
      return receipt.receive(answer.raw, { from: answer.from, recipients: answer.recipients });
    },

    /** Takes over what a changed template says. */
    configure(next: Pick<MailOptions, "configurationSets" | "receiptRules" | "identities">): void {
      if (next.configurationSets) sets.configure(next.configurationSets);
      if (next.receiptRules) receipt.configure(next.receiptRules);
      if (next.identities) identities = next.identities.map((name) => name.toLowerCase());
    },
    quota: (): Quota => quota.quota,
    setQuota: (next: Partial<Quota>): void => void Object.assign(quota.quota, next),

    /** Resolves when every event so far, and every mail to ourselves, has arrived. */
    idle: () => outbox.idle(),
    waiting: () => outbox.waiting(),

    async close(): Promise<void> {
      outbox.stop();
      await Promise.all(servers.map((server) => server.close()));
      store.close();
    },
  };
}
