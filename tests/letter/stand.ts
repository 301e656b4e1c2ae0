/** One-to-one mails on core's tables: the API in process, an SES behind a door, the queue in a person's hand. */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type * as Activity from "@rapport/core/activity";
import * as Campaign from "@rapport/core/campaign";
import type * as Letter from "@rapport/core/letter";
import * as Timeline from "@rapport/core/timeline";
import type { SQSEvent } from "aws-lambda";
import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, beforeEach, vi } from "vitest";
import type { handler as Handler } from "../../packages/functions/src/queue/mail.ts";
import { as, type Core, startCore } from "../core.ts";
import { type Stand, stand } from "../mail-emulator/stand.ts";
import { ask, type Person, signUp, stored } from "../people/app.ts";
import { type Queues, startQueues } from "../sending/queues.ts";

export const HOLD_MS = 12_000;
export const DOMAIN = "mail.demo.example";

export type Fault = (response: ServerResponse, pass: () => Promise<void>) => void | Promise<void>;

export class Post {
  core!: Core;
  ses!: Stand;
  queues!: Queues;
  owner!: Person;
  /** What SES was asked to send. */
  calls = 0;
  /** Answers in place of SES while it is set; `pass` lets SES have the mail all the same. */
  fault: Fault | undefined;
  private handler!: typeof Handler;
  private told = 0;

  async start(): Promise<void> {
    this.core = await startCore();
    this.queues = await startQueues();
    this.ses = await stand();
    const front = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      this.calls++;
      const take = () =>
        fetch(`${this.ses.url}${request.url}`, {
          method: request.method ?? "POST",
          headers: {
            "content-type": "application/json",
            authorization: request.headers.authorization ?? "",
          },
          body: Buffer.concat(chunks),
        });
      if (this.fault) return this.fault(response, async () => void (await take()));
      const answer = await take();
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(await answer.text());
    });
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    this.stop = async () => {
      front.closeAllConnections();
      await new Promise((resolve) => front.close(resolve));
      await this.ses.close();
      await this.queues.stop();
      await this.core.stop();
    };
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_SESV2: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
      CONFIGURATION_SET: "rapport",
      INBOUND_DOMAIN: DOMAIN,
    });
    ({ handler: this.handler } = await import("../../packages/functions/src/queue/mail.ts"));
    this.owner = await signUp({ workspace: "Engines" });
  }
  stop: () => Promise<void> = async () => undefined;

  /** As the workspace's owner, without HTTP. */
  within<T>(run: () => T): T {
    const { workspaceId, memberId } = this.owner;
    return as("owner", run, { workspaceId, memberId });
  }

  async contact(more: object = {}): Promise<{ id: string; email: string; companyId?: string }> {
    const email = `lin${crypto.randomUUID().slice(0, 8)}@reader.example`;
    const made = await ask("POST", "/contacts", this.owner, { firstName: "Lin", email, ...more });
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  }

  async write(to: string, more: Partial<Letter.Write> = {}): Promise<Activity.Info> {
    const body = { to, subject: "The offer", text: "Dear Lin,\n\nhere it is.", ...more };
    const made = await ask("POST", "/mails", this.owner, body);
    if (made.status !== 201) throw new Error(JSON.stringify(made.body));
    return made.body;
  }

  /** The fact `mail.requested` of each, as the bus's rule queues it. */
  fact(...ids: string[]): unknown[] {
    const { workspaceId } = this.owner;
    return ids.map((id) => {
      const subject = { noun: "mail", id: id.replace("act_", "mai_"), version: 1 };
      return { detail: { id: "evt_1", workspaceId, type: "mail.requested", depth: 0, subject } };
    });
  }

  /** Answers the places of the messages that come again. */
  async deliver(...bodies: unknown[]): Promise<number[]> {
    const Records = bodies.map((body, place) => ({ messageId: String(place), body: JSON.stringify(body) }));
    const { batchItemFailures } = await this.handler({ Records } as unknown as SQSEvent);
    return batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier));
  }

  /** Twelve seconds later, everything of these that is due has left. */
  async leave(...ids: string[]): Promise<void> {
    vi.setSystemTime(Date.now() + HOLD_MS);
    await this.deliver(...this.fact(...ids));
  }

  /** SES's events so far, each told once. */
  async tellEvents(times = 1): Promise<void> {
    await this.ses.mail.idle();
    const events = this.ses.events.slice(this.told);
    this.told = this.ses.events.length;
    for (const event of events) for (let time = 0; time < times; time++) await Campaign.happened(event);
  }

  async entry(party: string, id: string): Promise<Timeline.Entry | undefined> {
    const { items } = await this.within(() => Timeline.list({ id: party }));
    return items.find((entry) => entry.entryId === id);
  }

  outbox = async (id: string) =>
    (await stored(this.core)).find((item) => item.id === id.replace("act_", "mai_"));

  /** What the reader gets. */
  async received(id: string) {
    const messageId = String((await this.outbox(id))?.messageId);
    return PostalMime.parse(this.ses.mail.raw(messageId)!);
  }
}

/** One ground for a file; time stands still between the test's own steps. */
export function withPost(): Post {
  const post = new Post();
  beforeAll(() => post.start());
  afterAll(() => post.stop());
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    post.calls = 0;
  });
  afterEach(() => {
    post.fault = undefined;
    process.env.MAIL_ALLOW = "*";
    process.env.INBOUND_DOMAIN = DOMAIN;
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
  return post;
}

export function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { "content-type": "application/json", "x-amzn-errortype": type });
  response.end(JSON.stringify({ message: "No." }));
}
