/** A campaign under faults of tables, SES and its events: the ledger adds up at every write, and nobody is mailed twice. */
import { unmarshall } from "@aws-sdk/util-dynamodb";
import * as Campaign from "@rapport/core/campaign";
import * as Ledger from "@rapport/core/ledger";
import { expect, vi } from "vitest";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import type { Rule } from "../../packages/local/src/fault/file.ts";
import type { BusEvent } from "../../packages/local/src/mail/index.ts";
import type { Message } from "../sending/queues.ts";
import { aCampaign, aNewDay, person, type Sending } from "../sending/stand.ts";
import type { TestDoor } from "./door.ts";
import { tableFaults } from "./runs.ts";
import { changesOf } from "./stream.ts";

const PEOPLE = 6;
const MOST_MINUTES = 12;

/** SES: throttled in part or whole, down, its answer lost or late. */
function mailFaults(chance: Chance): Rule[] {
  const fault = (["partial", "throttle", "fail", "lost", "linger"] as const)[chance.between(0, 4)]!;
  const more =
    fault === "partial" ? { part: chance.between(1, PEOPLE) } : fault === "linger" ? { ms: 1 } : {};
  return chance.happens(0.7) ? [{ fault, service: "ses", kth: chance.between(1, 2), ...more }] : [];
}

type Chunk = { states: string; _v: number };

export async function startCampaigns(stage: Sending, door: TestDoor) {
  const people = Array.from({ length: PEOPLE }, (_, n) => person(n, { email: `p${n}@fault.example` }));
  const { marketer, segment, template } = await aCampaign(stage, people);
  const changes = changesOf(stage.core.engine);

  return async (seed: number): Promise<void> => {
    vi.setSystemTime(aNewDay());
    const chance = new Chance(seed);
    const { id } = await marketer(() =>
      Campaign.create({ name: "Faults", segmentId: segment.id, templateId: template.id }),
    );
    await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
    await stage.runJobs();
    door.inject({ seed, calls: [...tableFaults(seed), ...mailFaults(chance)] });
    const told: BusEvent[] = [];
    const messages: Message[] = [];
    const quietly = (run: Promise<unknown>) => run.catch(() => undefined);
    const hear = async (list: BusEvent[]) => {
      for (const event of list) await quietly(Campaign.happened(JSON.parse(JSON.stringify(event))));
    };
    const minute = async () => {
      stage.turn(61_000);
      await quietly(stage.runJobs());
      await quietly(Campaign.pace());
      messages.push(...stage.queues.take("send"));
    };
    /** What SES tells arrives now, later, twice or turned round. */
    const events = async () => {
      await stage.mail.idle();
      const fresh = chance.shuffled(stage.events.splice(0));
      const now = fresh.filter(() => chance.happens(0.6));
      told.push(...fresh);
      await hear([...now, ...now.slice(0, chance.between(0, 2))]);
    };
    await minute();
    for (let step = 0; step < 5; step++) {
      const message = messages[chance.between(0, Math.max(0, messages.length - 1))];
      const deed = chance.between(0, 5);
      if (deed === 0) await minute();
      else if (deed === 1) await events();
      else if (message && deed === 2)
        await Promise.all([quietly(stage.sendOne(message)), quietly(stage.sendOne(message))]);
      else if (message) await quietly(stage.sendOne(message));
      door.revive();
    }
    door.calm();
    let state = "running";
    for (let turn = 0; turn < MOST_MINUTES && !state.startsWith("finished"); turn++) {
      await minute();
      for (const message of messages.splice(0)) await stage.sendOne(message);
      await events();
      await hear(told);
      ({ state } = await marketer(() => Campaign.fromID({ id })));
    }
    await hear([...told].reverse());
    await expectSettled(id, state);
  };

  async function expectSettled(id: string, state: string): Promise<void> {
    const chunks: Ledger.Chunk[] = [];
    await marketer(async () => {
      for await (const chunk of Ledger.all(id)) chunks.push(chunk);
    });
    const tally = Ledger.tallyOf(chunks);
    expect(state).toMatch(/^finished/);
    expect(tally).toMatchObject({ queued: 0, claimed: 0 });
    const mails = stage.mail.list({ limit: 4 * PEOPLE }).filter((mail) => mail.tags.campaign?.[0] === id);
    expect(new Set(mails.map((mail) => mail.to[0])).size, "nobody twice").toBe(mails.length);
    // Each event was told in the end, so whoever has a mail is known to have it.
    expect(tally.sent).toBe(mails.length);
    const sums = await marketer(() => Ledger.sums(id));
    expect({ sent: sums.sent, unknown: sums.unknown, failed: sums.failed }).toEqual({
      sent: tally.sent,
      unknown: tally.unknown,
      failed: tally.failed,
    });
    for (const { after } of await changes()) {
      if (!after) continue;
      const item = unmarshall(after as never) as Partial<Chunk> & { pk: string };
      if (!item.states || !item.pk.includes(id)) continue;
      expect(Ledger.sum(Ledger.tallyOf([{ states: item.states }])), `version ${item._v}`).toBe(PEOPLE);
    }
  }
}

/** One chunk, its claim written and the answer to that lost. Answers how many were sent. */
export async function lostClaim(stage: Sending, door: TestDoor): Promise<Ledger.Tally> {
  vi.setSystemTime(aNewDay());
  const people = Array.from({ length: PEOPLE }, (_, n) => person(n, { email: `c${n}@fault.example` }));
  const { marketer, id } = await aCampaign(stage, people);
  await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
  await stage.runJobs();
  stage.turn(61_000);
  await Campaign.pace();
  const [message] = stage.queues.take("send");
  door.inject({ calls: [{ fault: "lost", service: "dynamodb", action: "UpdateItem", kth: 1 }] });
  await stage.sendOne(message!);
  door.calm();
  const chunk = await marketer(() => Ledger.chunk(id, 0));
  return Ledger.tallyOf([chunk!]);
}
