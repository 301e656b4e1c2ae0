import { newId } from "@rapport/core/kernel/id";
import type { SQSEvent } from "aws-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { as } from "../core.ts";
import { type Stand, startStand } from "../projection/stand.ts";

let stand: Stand;
let Contact: typeof import("../../packages/core/src/contact/index.ts");
let Deal: typeof import("../../packages/core/src/deal/index.ts");
let Pipeline: typeof import("../../packages/core/src/pipeline/index.ts");
let Suppression: typeof import("../../packages/core/src/suppression/index.ts");
let welcome: typeof import("../../packages/functions/src/event/contact-created.welcome.ts").handler;
let thank: typeof import("../../packages/functions/src/event/deal-won.thank-owner.ts").handler;
let facts: typeof import("../../packages/core/src/fact/index.ts");
const workspaceId = newId("workspace");
const here = { workspaceId };

beforeAll(async () => {
  stand = await startStand();
  Contact = await import("../../packages/core/src/contact/index.ts");
  Deal = await import("../../packages/core/src/deal/index.ts");
  Pipeline = await import("../../packages/core/src/pipeline/index.ts");
  Suppression = await import("../../packages/core/src/suppression/index.ts");
  facts = await import("../../packages/core/src/fact/index.ts");
  ({ handler: welcome } = await import("../../packages/functions/src/event/contact-created.welcome.ts"));
  ({ handler: thank } = await import("../../packages/functions/src/event/deal-won.thank-owner.ts"));
  const { workspaces } = await import("../../packages/core/src/workspace/workspace.entity.ts");
  const fields = { name: "Nar Trading", currency: "EUR", timeZone: "Asia/Baku", locale: "en" };
  await as("system", () => workspaces.create(fields as never, { id: workspaceId }), here);
});
afterAll(() => stand.stop());

/** The messages that the facts of this kind, told by the stream since the last call, put into a queue. */
async function messages(type: string): Promise<SQSEvent> {
  const images = (await stand.records()).map(facts.imageOf);
  const told = images.flatMap(facts.factsOf).filter((fact) => fact.type === type);
  const Records = told.map((detail, n) => ({
    messageId: `m${n}`,
    body: JSON.stringify({ source: "rapport", detail }),
  }));
  return { Records } as unknown as SQSEvent;
}

async function kept(noun: string) {
  const { unmarshall } = await import("@aws-sdk/util-dynamodb");
  const items = (await stand.dump()).map((item) => unmarshall(item as never));
  return items.filter((item) => item.__edb_e__ === noun && item.workspaceId === workspaceId);
}

test("welcomes a contact that came with the switch on, once, however often the fact comes", async () => {
  const door = { email: "leyla@example.com", firstName: "Leyla", source: "form", welcome: true } as never;
  await as("system", () => Contact.capture(door), here);
  await as("sales", () => Contact.create({ firstName: "Quiet", email: "quiet@example.com" }), here);
  const event = await messages("contact.created");
  expect(event.Records).toHaveLength(2);
  for (let times = 0; times < 3; times++) expect(await welcome(event)).toEqual({ batchItemFailures: [] });
  await Promise.all([welcome(event), welcome(event)]);
  const mails = await kept("mail");
  expect(mails).toEqual([
    expect.objectContaining({
      to: "leyla@example.com",
      template: "contact-welcome",
      values: { workspace: "Nar Trading", name: "Leyla" },
      _by: "reaction:contact-created.welcome",
      _depth: 1,
    }),
  ]);
});

test("welcomes nobody whose address is suppressed, or who is gone by now", async () => {
  const door = (email: string) => ({ email, firstName: "Ada", source: "form", welcome: true }) as never;
  const gone = await as("system", () => Contact.capture(door("gone@example.com")), here);
  await as("system", () => Contact.capture(door("bounced@example.com")), here);
  await as("sales", () => Contact.remove({ id: gone.id }), here);
  await as("system", () => Suppression.suppress("bounced@example.com", "hard-bounce"), here);
  const before = (await kept("mail")).length;
  expect(await welcome(await messages("contact.created"))).toEqual({ batchItemFailures: [] });
  expect(await kept("mail")).toHaveLength(before);
});

test("a won deal gives its owner one mail and one task, killed at any call and repeated", async () => {
  const { members } = await import("../../packages/core/src/member/member.entity.ts");
  const fields = { name: "Mira", email: "mira@example.com", role: "sales", visibility: "all", active: true };
  const owner = await as("system", () => members.create(fields as never), here);
  await as("admin", () => Pipeline.createDefault("EUR"), here);
  const deal = await as("sales", () => Deal.create({ name: "Pomegranates", ownerId: owner.id }), here);
  await as("sales", () => Deal.win({ id: deal.id }), here);
  const event = await messages("deal.won");
  expect(event.Records).toHaveLength(1);
  for (let call = 0; call < 12; call++) {
    stand.killAt(call, call % 2 ? "after" : "before");
    await thank(event);
  }
  stand.killAt(undefined);
  expect(await thank(event)).toEqual({ batchItemFailures: [] });
  const mails = (await kept("mail")).filter((mail) => mail.to === "mira@example.com");
  expect(mails).toHaveLength(1);
  expect(await kept("activity")).toEqual([
    expect.objectContaining({
      kind: "task",
      state: "not-started",
      ownerId: owner.id,
      about: [deal.id],
      _depth: 1,
    }),
  ]);
});

test("a message that fails is named, so that only it comes again", async () => {
  const body = (detail: object) => JSON.stringify({ detail });
  const Records = [
    { messageId: "bad", body: body({ id: "evt" }) },
    { messageId: "also-bad", body: "{" },
  ];
  const answer = await thank({ Records } as unknown as SQSEvent);
  expect(answer.batchItemFailures.map((one) => one.itemIdentifier)).toEqual(["bad", "also-bad"]);
});
