import { describe, expect, test } from "vitest";
import { type Json, type Owner, signUp } from "../journey/client.ts";
import { withStage } from "../stage/helper.ts";

const stage = withStage();
const HOLD_MS = 12_000;

type Written = { id: string; state: string; mail: { to: string; until: string } };
type Entry = { entryId: string; title: string; state: string; direction?: string };

let owner: Owner;
const contact = (email: string) => owner.post<{ id: string }>("/contacts", { firstName: "Lin", email });
const write = (to: string, subject: string, more: object = {}) =>
  owner.post<Written>("/mails", { to, subject, text: "Dear Lin,\n\nshall we talk?", ...more });
const timeline = (party: string) => owner.all<Entry>(`/timeline/${party}`);
const inbox = (to: string, subject: string) => stage.inbox.list({ to, subject });

describe("a mail to one contact, on a whole stage", () => {
  test("leaves when it can't be taken back any more, arrives, and its answer lands where it stands", async () => {
    owner = await signUp(stage, "ada@letters.example");
    const { id } = await contact("lin@letters.example");
    const deal = await owner.post<{ id: string }>("/deals", { name: "Looms" });
    const mail = await write(id, "The looms", { about: [deal.id] });
    await stage.idle();
    expect(inbox("lin@letters.example", "The looms")).toEqual([]);
    expect(await timeline(deal.id)).toMatchObject([{ title: "The looms", state: "waiting" }]);
    await stage.clock.advance(HOLD_MS + 1_000);
    const [arrived] = inbox("lin@letters.example", "The looms");
    const opened = arrived && (await stage.inbox.open(arrived.id));
    expect(opened).toMatchObject({ text: expect.stringContaining("shall we talk?") });
    expect(await timeline(deal.id)).toMatchObject([{ title: "The looms", state: "delivered" }]);

    await stage.inbox.reply(arrived!.id, "On Monday.");
    await stage.idle();
    for (const party of [id, deal.id]) {
      const [answer] = (await timeline(party)).filter(({ direction }) => direction === "in");
      expect(answer).toMatchObject({ title: "Re: The looms" });
      const whole = await owner.get<Json>(`/activities/${answer!.entryId}`);
      expect(whole).toMatchObject({
        body: expect.stringMatching(/^On Monday\./),
        ownerId: owner.memberId,
        mail: { answers: mail.id },
      });
    }
  });

  test("is taken back within its seconds, and never leaves, though its fact comes again", async () => {
    const { id } = await contact("back@letters.example");
    const mail = await write(id, "Too soon");
    await stage.idle();
    await stage.clock.advance(HOLD_MS / 2);
    expect(await owner.post<Written>(`/mails/${mail.id}/cancel`)).toMatchObject({ state: "cancelled" });
    await stage.replay("relay");
    await stage.idle();
    await stage.clock.advance(HOLD_MS * 2);
    expect(inbox("back@letters.example", "Too soon")).toEqual([]);
    expect((await timeline(id)).map(({ title }) => title)).not.toContain("Too soon");
    expect(await owner.post<Written>(`/mails/${mail.id}/cancel`)).toMatchObject({ state: "cancelled" });
  });

  test("arrives once, though every fact comes twice; it can't be taken back then", async () => {
    const { id } = await contact("once@letters.example");
    const mail = await write(id, "Only once");
    await stage.idle();
    await stage.replay("relay");
    await stage.idle();
    await stage.clock.advance(HOLD_MS + 1_000);
    await stage.replay("relay");
    await stage.idle();
    await stage.clock.advance(HOLD_MS + 1_000);
    expect(inbox("once@letters.example", "Only once")).toHaveLength(1);
    await expect(owner.post(`/mails/${mail.id}/cancel`)).rejects.toThrow(/409.*mail-left/);
  });

  test.each([
    ["after SES took it", { service: "ses", when: "after" }, "delivered", 1],
    ["before SES took it", { service: "ses", when: "before" }, "unknown", 0],
    ["when it had put it back into the queue", { service: "sqs", when: "after" }, "delivered", 1],
    ["before it could put it back into the queue", { service: "sqs", when: "before" }, "delivered", 1],
  ] as const)(
    "is sent at most once when its sender is killed %s, and its timeline says so",
    async (name, where, said, sent) => {
      const to = `${name.replaceAll(/\W/g, "-")}@letters.example`.toLowerCase();
      const { id } = await contact(to);
      const stop = stage.inject({ seed: 1, calls: [{ fault: "kill", caller: "mail", kth: 1, ...where }] });
      await write(id, "Only once");
      await stage.idle();
      await stage.clock.advance(HOLD_MS + 1_000);
      stop();
      // What nobody answered for comes again after the queue's visibility time-out, and after the claim's lease.
      for (let minute = 0; minute < 8; minute++) await stage.clock.advance(60_000);
      expect(inbox(to, "Only once")).toHaveLength(sent);
      const told = (await timeline(id)).find(({ title }) => title === "Only once");
      expect(told?.state).toBe(said);
      expect(stage.queue("MailQueue").counts()).toMatchObject({ visible: 0 });
      stage.faults.splice(0);
    },
  );

  test("that bounces says so on its timeline; the next one is refused before it is written", async () => {
    const { id } = await contact("bounce@simulator.amazonses.com");
    await write(id, "Hello?");
    await stage.idle();
    await stage.clock.advance(HOLD_MS + 1_000);
    const told = (await timeline(id)).find(({ title }) => title === "Hello?");
    expect(told).toMatchObject({ state: "bounced", reason: "Permanent General" });
    expect(await owner.get(`/mails/to/${id}`)).toMatchObject({
      barrier: "suppressed",
      reason: "hard-bounce",
    });
    await expect(write(id, "Hello again?")).rejects.toThrow(/422.*suppressed/);
  });
});
