import * as Campaign from "@rapport/core/campaign";
import * as fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import {
  allocate,
  type Candidate,
  CHUNK,
  callOf,
  chunkOf as chunkSize,
  delays,
  moved,
  type Pace,
  tokensOf,
} from "../../packages/core/src/campaign/pace.ts";
import * as Ledger from "../../packages/core/src/ledger/index.ts";
import { withSending } from "./hooks.ts";
import type { Message } from "./queues.ts";
import { aCampaign, aNewDay, person, type Sending } from "./stand.ts";

const state = fc.constantFrom(...Ledger.states);

describe("a chunk", () => {
  const chunkOf = (states: Ledger.State[]): Ledger.Chunk => ({
    workspaceId: "w",
    campaignId: "c",
    number: 0,
    recipients: states.map((_, n) => `con_${n}`),
    states: states.map((one) => Ledger.letters[one]).join(""),
    _v: 1,
  });

  it("keeps its sum whatever is marked, and says by how much each state grew", async () => {
    const marks = fc.array(fc.tuple(fc.nat(9), state));
    await fc.assert(
      fc.property(fc.array(state, { minLength: 10, maxLength: 10 }), marks, (states, list) => {
        const chunk = chunkOf(states);
        const after = Ledger.marked(chunk, new Map(list.map(([place, one]) => [place, { state: one }])));
        const [was, is] = [
          Ledger.tallyOf([chunk]),
          Ledger.tallyOf([{ states: after?.states ?? chunk.states }]),
        ];
        expect(Ledger.sum(is)).toBe(10);
        for (const one of Ledger.states) expect(is[one] - was[one]).toBe(after?.grew[one] ?? 0);
      }),
    );
  });

  it("never lets one who has an outcome be queued or claimed again", async () => {
    const over: Ledger.State[] = ["sent", "failed", "suppressed", "skipped", "unknown"];
    await fc.assert(
      fc.property(fc.constantFrom(...over), fc.array(state, { maxLength: 20 }), (first, marks) => {
        let chunk = chunkOf([first]);
        for (const one of marks) {
          const after = Ledger.marked(chunk, new Map([[0, { state: one }]]));
          chunk = { ...chunk, states: after?.states ?? chunk.states };
          expect(over).toContain(Ledger.stateAt(chunk, 0));
        }
      }),
    );
  });
});

describe("the pacer's share", () => {
  const now = Date.parse("2025-03-03T09:00:00Z");
  const paceOf = (
    workspaceId: string,
    campaignId: string,
    recipients: number,
    more: Partial<Pace> = {},
  ): Pace => ({
    workspaceId,
    campaignId,
    recipients,
    chunks: Math.ceil(recipients / CHUNK),
    size: CHUNK,
    next: 0,
    since: "2025-03-03T08:00:00.000Z",
    sinceRecipients: 0,
    _v: 1,
    ...more,
  });
  const free = (...of: Parameters<typeof paceOf>): Candidate => ({ pace: paceOf(...of), perHour: undefined });

  it("never gives more than there are tokens, no chunk twice, and leaves nothing that fits", async () => {
    const some = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 400 })), { maxLength: 8 });
    await fc.assert(
      fc.property(some, fc.nat(1_500), fc.nat(9), (list, tokens, turn) => {
        const candidates = list.map(([workspace, recipients], n) =>
          free(`w${workspace}`, `c${n}`, recipients),
        );
        const releases = allocate(candidates, tokens, now, turn);
        const total = releases.reduce((sum, { size }) => sum + size, 0);
        const all = list.reduce((sum, [, recipients]) => sum + recipients, 0);
        expect(total).toBeLessThanOrEqual(tokens);
        expect(new Set(releases.map(({ campaignId, chunk }) => `${campaignId} ${chunk}`)).size).toBe(
          releases.length,
        );
        if (tokens >= all) expect(total).toBe(all);
      }),
    );
  });

  it("gives a small workspace its turn beside another one's million", () => {
    const releases = allocate([free("big", "c1", 1_000_000), free("small", "c2", 100)], 400, now);
    expect(releases.filter(({ workspaceId }) => workspaceId === "small")).toHaveLength(2);
  });

  it("keeps to a campaign's throttle over the hours", () => {
    const throttled = (sinceRecipients: number): Candidate => ({
      pace: paceOf("w", "c", 1_000, { sinceRecipients }),
      perHour: 100,
    });
    expect(allocate([throttled(0)], 1_000, now)).toHaveLength(3);
    expect(allocate([throttled(150)], 1_000, now)).toHaveLength(0);
  });

  it("keeps a tenth of rate and quota for mail that people wait for, and spreads the rest over the seconds", () => {
    expect(tokensOf({ rate: 14, quota: 50_000, sent: 0, enabled: true })).toEqual({
      tokens: 756,
      perSecond: 12.6,
      perCall: 14,
    });
    expect(tokensOf({ rate: 14, quota: 1_000, sent: 850, enabled: true }).tokens).toBe(50);
    expect(tokensOf({ rate: 14, quota: 1_000, sent: 950, enabled: true }).tokens).toBe(0);
    expect(tokensOf({ rate: 14, quota: undefined, sent: 0, enabled: false }).tokens).toBe(0);
    expect(delays([{ size: 42 }, { size: 42 }, { size: 42 }], 12.6)).toEqual([
      { seconds: 0, ms: 0 },
      { seconds: 3, ms: 333 },
      { seconds: 6, ms: 667 },
    ]);
    const four = Array.from({ length: 4 }, () => ({ size: 50 }));
    expect(delays(four, 100).map(({ seconds, ms }) => seconds * 1_000 + ms)).toEqual([0, 500, 1_000, 1_500]);
  });

  it("makes chunks of whole calls, at any rate that SES grants", async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), (rate) => {
        const size = chunkSize(rate);
        expect(size).toBeGreaterThan(CHUNK / 2);
        expect(size).toBeLessThanOrEqual(CHUNK);
        expect(size % callOf(rate)).toBe(0);
        expect(Math.ceil(size / callOf(rate)) / size).toBeLessThanOrEqual(1.1 / Math.min(CHUNK, rate));
      }),
    );
  });

  it("goes first to chunks that somebody waits in, and then on to the next, counting each once", async () => {
    const pace = paceOf("w", "c", 400, {
      next: 4,
      again: [
        [0, 7],
        [2, 1],
      ],
    });
    const released = allocate([{ pace, perHour: undefined }], 108, now);
    expect(released.map(({ chunk, size }) => [chunk, size])).toEqual([
      [0, 7],
      [2, 1],
      [4, 50],
      [5, 50],
    ]);
    expect(moved(pace, released)).toEqual({ next: 6, again: [], sinceRecipients: 108 });
    expect(moved(pace, released.slice(1, 3))).toEqual({ next: 5, again: [[0, 7]], sinceRecipients: 51 });
    expect(moved(pace, released.slice(3))).toEqual({
      next: 4,
      again: [
        [0, 7],
        [2, 1],
      ],
      sinceRecipients: 0,
    });
  });
});

describe("a campaign under duplicates, disorder and kills", () => {
  const stage = withSending();

  const deed = fc.record({
    what: fc.constantFrom(
      "send",
      "send",
      "again",
      "lost",
      "broken",
      "killed",
      "tell",
      "repeat",
      "turn",
      "pace",
      "pause",
      "resume",
      "zombie",
      "zombie",
      "wake",
    ),
    which: fc.nat(9),
  });

  it("has a ledger that adds up at each moment, and mails nobody twice", { timeout: 120_000 }, async () => {
    const people = Array.from({ length: CHUNK + 6 }, (_, n) => person(n, { email: `p${n}@chaos.example` }));
    const made = await aCampaign(stage, people);
    const { marketer, segment, template } = made;

    async function tally(id: string) {
      return marketer(async () => {
        const chunks: Ledger.Chunk[] = [];
        for await (const chunk of Ledger.all(id)) chunks.push(chunk);
        return Ledger.tallyOf(chunks);
      });
    }

    async function chaos(deeds: { what: string; which: number }[]) {
      vi.setSystemTime(aNewDay());
      stage.fail(undefined);
      const { id } = await marketer(() =>
        Campaign.create({ name: "Chaos", segmentId: segment.id, templateId: template.id }),
      );
      await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
      await stage.runJobs();
      const messages: Message[] = [];
      const zombies: Promise<unknown>[] = [];
      const told: Awaited<ReturnType<Sending["tell"]>> = [];
      const pace = async () => {
        stage.turn(61_000);
        await Campaign.pace();
        messages.push(...stage.queues.take("send"));
      };
      await pace();
      for (const { what, which } of deeds) {
        const message = messages[which % Math.max(1, messages.length)];
        const own = { ...stage.tools, timeLeft: () => what !== "killed" };
        stage.fail(what === "lost" ? () => "after" : what === "broken" ? () => "before" : undefined);
        if (what === "tell") told.push(...(await stage.tell()));
        else if (what === "repeat") await stage.tell([...told].reverse().slice(0, which * 5));
        else if (what === "turn") stage.turn(which * 30_000);
        else if (what === "pace") await pace();
        else if (what === "wake") stage.wake();
        else if (message && what === "zombie") {
          stage.fail(() => "held");
          const waiting = stage.held();
          const zombie = stage.sendOne(message, own);
          zombies.push(zombie);
          let over = false;
          void zombie.finally(() => {
            over = true;
          });
          await vi.waitFor(() => expect(over || stage.held() > waiting).toBe(true), 10_000);
        } else if (what === "pause" || what === "resume")
          await marketer(() => (what === "pause" ? Campaign.pause({ id }) : Campaign.resume({ id }))).catch(
            () => undefined,
          );
        else if (message && what === "again")
          await Promise.all([stage.sendOne(message, own), stage.sendOne(message, own)]);
        else if (message) await stage.sendOne(message, own);
        expect(Ledger.sum(await tally(id))).toBe(people.length);
      }
      stage.fail(undefined);
      await marketer(() => Campaign.resume({ id })).catch(() => undefined);
      for (let minute = 0; minute < 20; minute++) {
        await pace();
        for (const message of messages.splice(0)) await stage.sendOne(message);
        await stage.tell();
        if ((await marketer(() => Campaign.fromID({ id }))).state.startsWith("finished")) break;
      }
      stage.wake();
      await Promise.all(zombies);
      await stage.tell();
      const end = await tally(id);
      const sums = await marketer(() => Ledger.sums(id));
      expect(Ledger.sum(end)).toBe(people.length);
      expect(end).toMatchObject({ queued: 0, claimed: 0 });
      expect({ sent: sums.sent, unknown: sums.unknown, failed: sums.failed }).toEqual({
        sent: end.sent,
        unknown: end.unknown,
        failed: end.failed,
      });
      const mails = stage.mail.list({ limit: 1_000 }).filter((mail) => mail.tags.campaign?.[0] === id);
      expect(new Set(mails.map((mail) => mail.to[0])).size).toBe(mails.length);
      expect(mails.length).toBe(end.sent);
    }

    await fc.assert(fc.asyncProperty(fc.array(deed, { minLength: 3, maxLength: 9 }), chaos), { numRuns: 6 });
  });
});
