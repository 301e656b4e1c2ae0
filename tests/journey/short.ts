import type { Stage } from "../stage/helper.ts";
import { type Json, type Owner, signUp } from "./client.ts";
import { uploaded } from "./importing.ts";
import { failedSlices, lostMessages } from "./lost.ts";
import { campaign, differences, letterTo, MINUTE, sent, unsubscribing, visit } from "./mailing.ts";
import { aForm, answer } from "./reacting.ts";

/** What a step leaves for the later ones. */
type Way = { stage: Stage; owner: Owner; campaignId: string; contactId: string };
export type Step = { name: string; walk: (way: Way) => Promise<void> };

function must(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(what);
}

const READER = "reader@journey.example";
const CSV = `First Name,Email,Country\nRea,${READER},Norway\n`;
const mailboxOf = (owner: Owner) => `w-${owner.workspaceId.slice(4).toLowerCase()}@`;
const mails = (stage: Stage, to: string, subject: string) => stage.inbox.list({ to, subject }).length;

/** The main job and what hangs on it with one reader: a step for each thing that a person would miss. */
const all = {
  "signs up": async (way) => {
    way.owner = await signUp(way.stage);
    // A browser that doesn't send Sec-Fetch-Site yet is told from a foreign page by its Origin.
    const headers = { origin: way.stage.url };
    const page = await fetch(`${way.stage.url}/api/v1/auth/sign-out`, { method: "POST", headers });
    must(page.status === 204, `our own page was answered with ${page.status}`);
  },
  "gets the mail of the sign-up": async ({ stage, owner }) => {
    await stage.idle();
    must(mails(stage, owner.email, "Welcome to Rapport") === 1, "no welcome mail came");
    const mail = stage.inbox.list({ to: owner.email })[0];
    must(String(stage.inbox.raw(mail!.id)).includes(stage.url), "the mail does not lead to the app");
  },
  imports: async (way) => {
    const { id } = await uploaded(way.owner, CSV);
    await way.owner.patch(`/imports/${id}`, { tags: ["news"] });
    await way.owner.post(`/imports/${id}/start`);
    await way.stage.idle();
    const { state } = await way.owner.get<Json>(`/imports/${id}`);
    must(state === "done", `the import is ${String(state)}`);
    const [contact] = await way.owner.all<{ id: string }>("/contacts");
    must(contact, "the contact is not in the list");
    way.contactId = contact.id;
  },
  "finds and counts": async ({ stage, owner }) => {
    await stage.idle();
    const { items } = await owner.get<{ items: unknown[] }>("/search?q=rea");
    must(items.length === 1, "search does not find the contact");
    const { contacts } = await owner.get<{ contacts: { total: number } }>("/reports/dashboard");
    must(contacts.total === 1, `the dashboard counts ${contacts.total} contacts`);
  },
  "reads the history": async ({ stage, owner, contactId }) => {
    await stage.idle();
    must((await owner.all(`/history/${contactId}`)).length > 0, "the contact has no history");
    const call = { kind: "note", title: "Call", body: "Wants looms", about: [contactId] };
    const { id } = await owner.post<{ id: string }>("/activities", call);
    await stage.idle();
    await owner.patch(`/activities/${id}`, { body: "Wants two looms" });
    await stage.idle();
    const [edit] = await owner.all<{ changed: { body?: string[] } }>(`/history/${id}`);
    must(
      edit?.changed.body?.[1] === "Wants two looms",
      "the history does not say what was changed in a note",
    );
  },
  "keeps a timeline": async ({ stage, owner, contactId }) => {
    await stage.idle();
    const lines = await owner.all<{ fact?: string }>(`/timeline/${contactId}`);
    must(
      lines.some(({ fact }) => fact === "contact.imported"),
      "the timeline does not say where the contact is from",
    );
  },
  "writes a mail, and is answered": async ({ stage, owner, contactId }) => {
    await owner.post("/mails", { to: contactId, subject: "A question", text: "Shall we talk?" });
    await stage.idle();
    must(mails(stage, READER, "A question") === 0, "the mail could not be taken back");
    await stage.clock.advance(15_000);
    const [mail] = stage.inbox.list({ to: READER, subject: "A question" });
    must(mail, "the mail did not come");
    await stage.inbox.reply(mail.id, "Yes.");
    await stage.idle();
    const lines = await owner.all<{ title: string; state?: string }>(`/timeline/${contactId}`);
    must(
      lines.some(({ title, state }) => title === "A question" && state === "delivered"),
      "the timeline does not say that the mail was delivered",
    );
    must(
      lines.some(({ title }) => title === "Re: A question"),
      "the answer is on nobody's timeline",
    );
  },
  "forgets the password": async ({ stage, owner }) => {
    await owner.post("/auth/forgot", { email: owner.email });
    await stage.idle();
    const reset = stage.inbox.list({ to: owner.email }).map(({ id }) => String(stage.inbox.raw(id)));
    must(
      reset.some((raw) => raw.includes("/reset")),
      "no mail leads to a new password",
    );
  },
  mails: async (way) => {
    const filter = { field: "tags", operator: "has", value: "news" };
    const segment = await way.owner.post<{ id: string }>("/segments", { kind: "live", name: "News", filter });
    await way.stage.clock.advance(5_000);
    way.campaignId = await campaign(way.owner, segment.id);
    const { recipients } = await way.owner.get<Json>(`/campaigns/${way.campaignId}/audience`);
    must(recipients === 1, `the audience is ${String(recipients)}`);
    const { state } = await sent(way.stage, way.owner, way.campaignId, 3);
    must(state === "finished", `the campaign is ${String(state)}`);
    const { id, oneClick, html } = await letterTo(way.stage, READER);
    must(String(way.stage.inbox.raw(id)).includes(mailboxOf(way.owner)), "answers to a campaign go nowhere");
    must(oneClick.startsWith(way.stage.openUrl), "the mail's links do not lead to the open host");
    must(!html.includes("undefined"), "the mail has a hole");
  },
  "hears of the delivery": async ({ owner, campaignId }) => {
    const { delivered } = await owner.get<Json>(`/campaigns/${campaignId}/results`);
    must(delivered === 1, `${String(delivered)} were delivered`);
  },
  "counts open and click, and unsubscribes": async ({ stage, owner, campaignId }) => {
    await stage.clock.advance(MINUTE);
    const { pixel, click, oneClick } = await letterTo(stage, READER);
    await visit(pixel);
    must((await visit(click)).status === 302, "the link leads nowhere");
    must((await unsubscribing(oneClick)).status === 200, "unsubscribing was refused");
    await stage.idle();
    const { opened, clicked, unsubscribed } = await owner.get<Json>(`/campaigns/${campaignId}/results`);
    must(opened === 1 && clicked === 1 && unsubscribed === 1, "open, click or unsubscribe does not count");
  },
  "hears of a bounce": async ({ stage, owner, campaignId }) => {
    stage.inbox.bounce(stage.inbox.list({ to: READER })[0]!.id);
    await stage.idle();
    const { bounced } = await owner.get<Json>(`/campaigns/${campaignId}/results`);
    must(bounced === 1, "the bounce does not count");
    must((await owner.all("/suppressions")).length === 1, "the address is not suppressed");
  },
  "tests a template": async ({ stage, owner, campaignId }) => {
    await owner.post(`/campaigns/${campaignId}/test`, {});
    await stage.idle();
    must(mails(stage, owner.email, "A word for") === 1, "the test mail did not come");
  },
  "a form welcomes": async ({ stage, owner }) => {
    const form = await aForm(owner, { welcome: true });
    must(form.url.startsWith(stage.openUrl), `the form stands at ${form.url}`);
    must((await answer(form, { email: "lin@journey.example" })).status === 200, "the form was refused");
    await stage.idle();
    const [welcome, ...more] = stage.inbox.list({ to: "lin@journey.example", subject: "Welcome to Engines" });
    must(welcome && more.length === 0, "no welcome mail came");
    must(String(stage.inbox.raw(welcome.id)).includes(mailboxOf(owner)), "answers to a welcome go nowhere");
  },
  "a won deal thanks": async ({ stage, owner }) => {
    const deal = await owner.post<{ id: string }>("/deals", { name: "Looms", ownerId: owner.memberId });
    await owner.post(`/deals/${deal.id}/win`);
    await stage.idle();
    must(mails(stage, owner.email, "Won: Looms") === 1, "no mail of the won deal came");
  },
  "a mail comes in": async ({ stage, owner }) => {
    const domain = stage.inbox.list({ to: owner.email })[0]?.from.split("@").at(-1);
    const to = `${mailboxOf(owner)}${domain}`;
    const head = `From: Mo <mo@journey.example>\r\nTo: ${to}\r\nSubject: Hello\r\nMessage-ID: <1@journey.example>`;
    await stage.inbox.receive(`${head}\r\n\r\nGood morning\r\n`, {
      from: "mo@journey.example",
      recipients: [to],
    });
    await stage.idle();
    const people = await owner.all<{ email: string }>("/contacts");
    must(
      people.some(({ email }) => email === "mo@journey.example"),
      "the mail is on nobody's timeline",
    );
  },
  "follows a rule about time": async ({ stage, owner, contactId }) => {
    const filter = { field: "createdAt", operator: "notInLast", value: 1, unit: "days" };
    const { id } = await owner.post<{ id: string }>("/segments", { kind: "live", name: "Settled", filter });
    await stage.clock.advance(5_000);
    must((await owner.all(`/segments/${id}/members`)).length === 0, "the rule holds before its time");
    await stage.clock.jump(25 * 60 * MINUTE);
    await stage.clock.advance(2 * MINUTE);
    const members = await owner.all<{ id: string }>(`/segments/${id}/members`);
    must(
      members.some((one) => one.id === contactId),
      "the rule does not hold after its time",
    );
  },
  "tries again what failed": ({ stage, owner }) => failedSlices(stage, owner),
  "finds what lost its message": async ({ stage, owner }) => {
    for (const broken of ["pacer", "due"]) await lostMessages(stage, owner, broken);
  },
  recounts: async ({ stage }) => {
    await stage.idle();
    const found = await differences(stage);
    must(found.length === 0, `the recount differs: ${JSON.stringify(found.slice(0, 3))}`);
  },
} satisfies Record<string, Step["walk"]>;

export type StepName = keyof typeof all;
export const stepNames = Object.keys(all) as StepName[];

/** Walks these steps in their order; answers the name of the one that failed with why, or nothing. */
export async function walk(
  stage: Stage,
  only: readonly StepName[] = stepNames,
): Promise<{ step: StepName; why: string } | undefined> {
  const way = { stage } as Way;
  for (const step of stepNames.filter((name) => only.includes(name)))
    try {
      await all[step](way);
    } catch (error) {
      return { step, why: error instanceof Error ? error.message : String(error) };
    }
  return undefined;
}
