import * as Activity from "@rapport/core/activity";
import * as Company from "@rapport/core/company";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Context from "@rapport/core/kernel/context";
import * as Pipeline from "@rapport/core/pipeline";
import { generateNKeysBetween } from "fractional-indexing";
import { type Cast, DAY, type Seller } from "./cast.ts";
import { marketing, segments } from "./marketing.ts";
import { Pen } from "./pen.ts";
import { firm, person, places } from "./people.ts";
import type { Random } from "./random.ts";
import { lifecycles, said, sources, subjects, tags } from "./words.ts";

/** How much of everything; the tests seed less of it. */
export type Scale = { companies: number; contacts: number; deals: number; activities: number };
export const whole: Scale = { companies: 300, contacts: 2_000, deals: 400, activities: 1_200 };

type Place = (typeof places)[number];
type Firm = { id: string; domain: string; owner: Seller; place: Place };
type Known = {
  number: number;
  companyId?: string | undefined;
  owner: Seller | undefined;
  since: number;
  last?: string;
  agreed: boolean;
};

/**
 * The whole year: what happened to whom, then each thing once, in few requests and in the order in which Home needs
 * them, since reports follow as the records come.
 */
export async function story(cast: Cast, random: Random, now: number, scale: Scale): Promise<void> {
  const pen = new Pen();
  /** Runs as somebody at some time. */
  const at = <T>(id: string, time: number, run: () => T): T => {
    const actor = { kind: "system", workspaceId: cast.workspace.id, id } as const;
    return Context.provide({ actor, cause: "demo", depth: 0, silent: true, at: new Date(time) }, run);
  };

  const newsletter = await at(cast.marketer, now, segments);
  const firms = Array.from({ length: scale.companies }, (_, number): Firm => {
    const { place, ...fields } = firm(random, number);
    const since = now - random.whole(200, 364) * DAY;
    const owner = random.pick(cast.sellers);
    const input = { ...fields, website: `https://www.${fields.domain}`, address: addressOf(place) };
    const { id } = pen.add(at(owner.ownerId, since, () => Company.draft(input, owner)));
    return { id, domain: fields.domain, owner, place };
  });

  const people = Array.from({ length: scale.contacts }, (_, number): Known & { firm?: Firm | undefined } => {
    const firm = random.chance(0.7) ? random.pick(firms) : undefined;
    const owner = random.chance(0.8) ? (firm?.owner ?? random.pick(cast.sellers)) : undefined;
    return {
      number,
      firm,
      companyId: firm?.id,
      owner,
      since: moment(random, now),
      agreed: random.chance(0.85),
    };
  });
  const happened = Array.from({ length: scale.activities }, () =>
    pastActivity(random, now, random.pick(people), cast),
  );
  for (const { contact, time } of happened) {
    const told = new Date(time).toISOString();
    if ((contact.last ?? "") < told) contact.last = told;
  }
  const ids: string[] = [];
  for (const known of people) {
    const place = known.firm?.place ?? random.pick(places);
    const { place: _, ...fields } = person(random, known.number, place, known.firm?.domain);
    const input = {
      ...fields,
      ...(known.companyId ? { companyId: known.companyId } : {}),
      address: addressOf(place),
      timeZone: place.timeZone,
      tags: tags.filter(() => random.chance(0.18)),
      source: random.weighted(sources),
      lifecycle: random.weighted(lifecycles),
    };
    const since = new Date(known.since).toISOString();
    const yes = { state: "subscribed", basis: "consent", source: "Sign-up", at: since } as const;
    const past = {
      ...known.owner,
      ...(known.agreed ? { consent: { marketing: yes } } : {}),
      ...(known.last ? { lastActivityAt: known.last } : {}),
    };
    const author = known.owner?.ownerId ?? cast.marketer;
    ids.push(pen.add(at(author, known.since, () => Contact.draft(input, past))).id);
    await pen.breathe();
  }
  const idOf = (known: Known) => ids[known.number] as string;

  await deals(cast, random, now, scale, people, idOf, at, pen);
  const readers = people.flatMap((known) => (known.agreed ? [{ id: idOf(known), since: known.since }] : []));
  for (const writes of await at(cast.marketer, now, () => marketing(random, now, newsletter, readers)))
    pen.add({ writes });
  for (const { contact, time, input, owner } of happened) {
    const about = [idOf(contact), ...(contact.companyId ? [contact.companyId] : [])];
    pen.add(at(owner.ownerId, time, () => Activity.draft({ ...input, about }, owner)));
    await pen.breathe();
  }
  await pen.end();
}

function addressOf({ city, country, latitude, longitude }: Place) {
  return { city, country, latitude, longitude };
}

/** A moment of the past year, later ones likelier; in working hours. */
function moment(random: Random, now: number, days = 365): number {
  const ago = Math.floor(days * (1 - Math.sqrt(random.next())));
  const day = new Date(now - ago * DAY);
  day.setUTCHours(random.whole(7, 16), random.whole(0, 59), 0, 0);
  return Math.min(day.getTime(), now - 60_000);
}

function pastActivity(random: Random, now: number, contact: Known, cast: Cast) {
  const kind = random.weighted([
    ["note", 3],
    ["call", 4],
    ["meeting", 1],
    ["mail", 5],
    ["task", 1],
  ] as const);
  const time = Math.min(Math.max(contact.since + 600_000, moment(random, now, 300)), now - 60_000);
  const owner = contact.owner ?? random.pick(cast.sellers);
  const title = random.pick(said[kind]);
  const input = {
    kind,
    title,
    ...(random.chance(0.5) ? { body: `${title}. ${random.pick(said.note)}.` } : {}),
    ...(kind === "task" ? { state: "completed" as const } : {}),
    ...(kind === "call" || kind === "mail" ? { direction: random.pick(["in", "out"] as const) } : {}),
  };
  return { contact, time, owner, input };
}

type At = <T>(id: string, time: number, run: () => T) => T;

async function deals(
  cast: Cast,
  random: Random,
  now: number,
  scale: Scale,
  people: Known[],
  idOf: (known: Known) => string,
  at: At,
  pen: Pen,
): Promise<void> {
  const { items } = await at(cast.owner, now, () => Pipeline.list({ limit: 10 }));
  const pipeline = items[0] as Pipeline.Info;
  const open = pipeline.stages.filter((stage) => stage.type === "open");
  const ends = {
    lost: pipeline.stages.find(({ type }) => type === "lost"),
    won: pipeline.stages.find(({ type }) => type === "won"),
  };
  const positions = generateNKeysBetween(null, null, scale.deals);
  for (const position of positions) {
    const contact = random.pick(people);
    const owner = contact.owner ?? random.pick(cast.sellers);
    const since = Math.min(Math.max(contact.since + 3_600_000, moment(random, now)), now - 1_800_000);
    const end = random.weighted([
      ["open", 34],
      ["won", 40],
      ["lost", 26],
    ] as const);
    const reached = random.whole(end === "won" ? 2 : 0, open.length - 1);
    const pace = random.whole(2, 16) * DAY;
    const way = [...open.slice(0, reached + 1), ...(end === "open" ? [] : [ends[end]])].flatMap((stage) =>
      stage ? [stage] : [],
    );
    const stays = way
      .map((stage, step) => ({ stage, time: since + step * pace }))
      .filter(({ time }) => time <= now)
      .map(({ stage, time }) => ({ stage, at: new Date(time).toISOString() }));
    const isOpen = stays.at(-1)?.stage.type === "open";
    const plan = isOpen && random.chance(0.66) ? planned(random, now) : undefined;
    const amount = { amount: Math.round(Math.exp(random.next() * 3.2 + 7)) * 100, currency: "EUR" };
    const input = {
      name: random.pick(subjects),
      ...(contact.companyId ? { companyId: contact.companyId } : {}),
      contacts: [{ contactId: idOf(contact) }],
      amount,
      expectedCloseOn: new Date(since + random.whole(30, 120) * DAY).toISOString().slice(0, 10),
    };
    const lostReason = random.pick(pipeline.lostReasons);
    const past = { stays, pipelineId: pipeline.id, position, lostReason };
    const last = Date.parse(stays.at(-1)?.at ?? "");
    if (!plan) pen.add(at(owner.ownerId, since, () => Deal.draft(input, owner, past)));
    else {
      // The deal's id first: its next activity is about it.
      const id = at(owner.ownerId, since, () => Deal.newId());
      const about = [id, idOf(contact)];
      const activity = pen.add(
        at(owner.ownerId, Math.max(last, now - 3_600_000), () => Activity.draft({ ...plan, about }, owner)),
      );
      const nextActivity = { id: activity.id, kind: plan.kind, title: plan.title, at: plan.at };
      pen.add(at(owner.ownerId, since, () => Deal.draft(input, owner, { ...past, id, nextActivity })));
    }
    await pen.breathe();
  }
}

/** Two in three open deals have something planned, some of it overdue; the others ask for attention on the board. */
function planned(random: Random, now: number) {
  const kind = random.pick(["call", "meeting", "task"] as const);
  const due = new Date(now + random.whole(-3, 20) * DAY);
  due.setUTCHours(random.whole(7, 15), 0, 0, 0);
  const state = kind === "task" ? ("not-started" as const) : ("planned" as const);
  return { kind, state, title: random.pick(said[kind]), at: due.toISOString() };
}
