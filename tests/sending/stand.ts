import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as Job from "@rapport/core/aws/job";
import * as Campaign from "@rapport/core/campaign";
import * as Contact from "@rapport/core/contact";
import * as Context from "@rapport/core/kernel/context";
import type { Filter } from "@rapport/core/kernel/filter";
import { newId } from "@rapport/core/kernel/id";
import * as Segment from "@rapport/core/segment";
import * as Template from "@rapport/core/template";
import { vi } from "vitest";
import { type BusEvent, createMail } from "../../packages/local/src/mail/index.ts";
import { as, type Core, startCore } from "../core.ts";
import { mount } from "../storage/mount.ts";
import { type Message, startQueues } from "./queues.ts";

let day = Date.parse("2025-03-03T08:00:00Z");
/** A minute is paced once: each test has a day of its own. */
export function aNewDay(): number {
  day += 30 * 86_400_000;
  return day;
}
const BUS = "arn:aws:events:eu-central-1:000000000000:event-bus/default";
const types = ["send", "delivery", "bounce", "complaint", "reject", "deliveryDelay"];
const set = {
  Name: "rapport-test",
  EventDestinations: [
    { Name: "bus", Enabled: true, MatchingEventTypes: types, EventBridgeDestination: { EventBusArn: BUS } },
  ],
  SuppressionOptions: { SuppressedReasons: [] },
};

export type Tag = { workspaceId: string };

/** Core, its queues and SES, with the clock in the test's hand: nothing runs by itself. */
export async function startSending() {
  const core: Core = await startCore();
  const queues = await startQueues();
  const dir = mkdtempSync(join(tmpdir(), "rapport-mail-"));
  const events: BusEvent[] = [];
  const mail = createMail({
    dir,
    account: { id: "000000000000", region: "eu-central-1" },
    now: () => Date.now(),
    emit: async (event) => void events.push(event),
    putObject: async () => undefined,
    configurationSets: [set],
    quota: { maxSendRate: 1_000, max24HourSend: 1_000_000, enforceRate: false },
  });
  let calls = 0;
  let fault: ((call: number) => "before" | "after" | "held" | "slow" | undefined) | undefined;
  const held: (() => void)[] = [];
  const server = await mount(async (request) => {
    if (!request.path.includes("bulk")) return mail.handle(request);
    const lost = fault?.(++calls);
    if (lost === "held") await new Promise<void>((free) => held.push(free));
    if (lost === "before") return { status: 500, headers: {}, body: Buffer.from("{}") };
    const answer = await mail.handle(request);
    if (lost === "slow") await new Promise<void>((free) => held.push(free));
    return lost === "after" ? { status: 500, headers: {}, body: Buffer.from("{}") } : answer;
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL_SESV2: server.url, AWS_ENDPOINT_URL_SES: server.url });

  /** Jobs of the audience queue, until nothing is left. */
  async function runJobs(options = { timeLeft: () => true, leaseMs: 60_000 }) {
    const jobs = { ...Segment.jobs, ...Campaign.jobs };
    for (let waiting = queues.take("audience"); waiting.length > 0; waiting = queues.take("audience"))
      for (const message of waiting) await Job.run(message.body as Job.Message, jobs, options);
  }

  const tools: Campaign.Tools = { timeLeft: () => true, pause: async () => undefined };
  function sendOne(message: Message, own = tools) {
    const { workspaceId, ...chunk } = message.body as Campaign.Message & { workspaceId: string };
    const actor = { kind: "system" as const, workspaceId, id: "send" };
    return Context.provide({ actor, cause: newId("request"), depth: 0, silent: false }, () =>
      Campaign.sendChunk(chunk, own),
    );
  }

  /** What SES tells, through the feedback; the events are returned, to be told again. */
  async function tell(list = events.splice(0)) {
    await mail.idle();
    const all = [...list, ...events.splice(0)];
    for (const event of all) await Campaign.happened(JSON.parse(JSON.stringify(event)));
    return all;
  }

  return {
    core,
    queues,
    mail,
    events,
    tools,
    runJobs,
    sendOne,
    tell,
    calls: () => calls,
    /** Calls that were held go to SES now: their senders wake up late. */
    wake() {
      for (const free of held.splice(0)) free();
    },
    held: () => held.length,
    /** Loses SES's answer before or after it took the mails, or holds the call or its answer, by the bulk call's number. */
    fail(next: typeof fault) {
      calls = 0;
      fault = next;
    },
    turn: (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds),
    /** A minute passes: jobs, the pacer, whatever it releases, what SES tells. */
    async minute() {
      vi.setSystemTime(Date.now() + 60_000);
      await runJobs();
      await Campaign.pace();
      for (const message of queues.take("send")) await sendOne(message);
      await tell();
    },
    mails: () => mail.list({ limit: 1_000 }),
    async stop() {
      await queues.stop();
      await server.close();
      await mail.close();
      await core.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export type Sending = Awaited<ReturnType<typeof startSending>>;

export const everybody: Filter = { field: "tags", operator: "has", value: "news" };
export const html =
  '<html><body><p>Dear {{ contact.firstName | default: "you" }}</p><a href="https://shop.example/sale?x=1&amp;y=2">Sale</a><a href="{{ unsubscribe_url }}">No more</a></body></html>';

export type Person = Partial<Contact.Captured> & { email?: string };
export const person = (n: number, more: Person = {}): Person => ({
  firstName: `P${n}`,
  email: `p${n}@example.com`,
  tags: ["news"],
  ...more,
});

/** A workspace with these people in a segment, a template and a campaign to them. */
export async function aCampaign(stage: Sending, people: Person[], more: object = {}, source: object = {}) {
  const of = { workspaceId: newId("workspace") };
  const contacts = [];
  for (const one of people)
    contacts.push(await as("system", () => Contact.capture({ source: "form", ...one }), of));
  const marketer = <T>(run: () => Promise<T>) => as("marketer", run, of);
  const segment = await marketer(() => Segment.create({ kind: "live", name: "News", filter: everybody }));
  await stage.runJobs();
  const template = await marketer(() =>
    Template.create({ name: "T", subject: "Hi {{ contact.firstName }}", html, ...source }),
  );
  const campaign = await marketer(() =>
    Campaign.create({ name: "Spring", segmentId: segment.id, templateId: template.id, ...more }),
  );
  return { ...of, contacts, segment, template, id: campaign.id, marketer };
}
