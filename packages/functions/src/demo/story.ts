import * as Activity from "@rapport/core/activity";
import * as Company from "@rapport/core/company";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Context from "@rapport/core/kernel/context";
import * as Pipeline from "@rapport/core/pipeline";
import { type Cast, DAY } from "./cast.ts";
import { firm, person, places } from "./people.ts";
import type { Random } from "./random.ts";

/** How much of everything; the tests seed less of it. */
export type Scale = { companies: number; contacts: number; deals: number; activities: number };
export const whole: Scale = { companies: 300, contacts: 2_000, deals: 400, activities: 1_600 };

const PARALLEL = 24;

/** Runs as somebody at some time. */
function at<T>(cast: Cast, id: string, time: number, run: () => T): T {
  const actor = { kind: "system", workspaceId: cast.workspace.id, id } as const;
  return Context.provide({ actor, cause: "demo", depth: 0, silent: true, at: new Date(time) }, run);
}

/** All the steps, some of them side by side; each one's own steps stay in their order. */
export async function inParallel(steps: (() => Promise<unknown>)[]): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let step = steps[next++]; step; step = steps[next++]) await step();
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}

/** A moment of the past year, later ones likelier; in working hours. */
function moment(random: Random, now: number, days = 365): number {
  const ago = Math.floor(days * (1 - Math.sqrt(random.next())));
  const day = new Date(now - ago * DAY);
  day.setUTCHours(random.whole(7, 16), random.whole(0, 59), 0, 0);
  return Math.min(day.getTime(), now - 60_000);
}

type Known = { id: string; companyId: string | undefined; ownerId: string | undefined; since: number };

export async function companies(cast: Cast, random: Random, now: number, scale: Scale) {
  const made: {
    id: string;
    domain: string;
    since: number;
    ownerId: string;
    place: (typeof places)[number];
  }[] = [];
  const steps = Array.from({ length: scale.companies }, (_, number) => {
    const { place, ...fields } = firm(random, number);
    const since = now - random.whole(200, 364) * DAY;
    const ownerId = random.pick(cast.sellers);
    const { city, country, latitude, longitude } = place;
    return async () => {
      const input = {
        ...fields,
        website: `https://www.${fields.domain}`,
        ownerId,
        address: { city, country, latitude, longitude },
      };
      const { id } = await at(cast, ownerId, since, () => Company.create(input));
      made[number] = { id, domain: fields.domain, since, ownerId, place };
    };
  });
  await inParallel(steps);
  return made;
}

const tags = ["fair-2026", "newsletter", "distributor", "webinar", "partner", "vip"];

export async function contacts(
  cast: Cast,
  random: Random,
  now: number,
  scale: Scale,
  firms: Awaited<ReturnType<typeof companies>>,
) {
  const made: Known[] = [];
  const steps = Array.from({ length: scale.contacts }, (_, number) => {
    const firm = random.chance(0.7) ? random.pick(firms) : undefined;
    const one = person(random, number, firm?.place ?? random.pick(places), firm?.domain);
    const since = moment(random, now);
    const ownerId = random.chance(0.8) ? (firm?.ownerId ?? random.pick(cast.sellers)) : undefined;
    const { place, ...fields } = one;
    const input: Contact.Captured = {
      ...fields,
      companyId: firm?.id,
      ownerId,
      address: {
        city: place.city,
        country: place.country,
        latitude: place.latitude,
        longitude: place.longitude,
      },
      timeZone: place.timeZone,
      tags: tags.filter(() => random.chance(0.18)),
      source: random.weighted([
        ["import", 5],
        ["form", 3],
        ["manual", 2],
      ] as const),
      lifecycle: random.weighted([
        ["subscriber", 22],
        ["lead", 30],
        ["marketing-qualified", 14],
        ["sales-qualified", 9],
        ["opportunity", 7],
        ["customer", 14],
        ["evangelist", 1],
        ["former", 3],
      ] as const),
      ...(random.chance(0.85)
        ? {
            consent: {
              marketing: {
                state: "subscribed",
                basis: "consent",
                source: "Sign-up",
                at: new Date(since).toISOString(),
              } as const,
            },
          }
        : {}),
    };
    return async () => {
      const { id } = await at(cast, ownerId ?? cast.marketer, since, () => Contact.capture(input));
      made[number] = { id, companyId: firm?.id, ownerId, since };
    };
  });
  await inParallel(steps);
  return made;
}

const subjects = [
  "Machines for the new hall",
  "Yearly supply",
  "Spare parts",
  "Pilot order",
  "Second site",
  "Framework contract",
  "Replacement line",
  "Safety equipment",
  "Packaging",
  "Service contract",
];

export async function deals(cast: Cast, random: Random, now: number, scale: Scale, people: Known[]) {
  const { items } = await at(cast, cast.owner, now, () => Pipeline.list({ limit: 10 }));
  const pipeline = items[0] as Pipeline.Info;
  const open = pipeline.stages.filter((stage) => stage.type === "open");
  const lost = pipeline.stages.find((stage) => stage.type === "lost") as Pipeline.Stage;
  const won = pipeline.stages.find((stage) => stage.type === "won") as Pipeline.Stage;
  const made: { id: string; contactId: string; ownerId: string; open: boolean; since: number }[] = [];
  const steps = Array.from({ length: scale.deals }, (_, number) => {
    const contact = random.pick(people);
    const ownerId = contact.ownerId ?? random.pick(cast.sellers);
    const since = Math.max(contact.since + 3_600_000, moment(random, now));
    const end = random.weighted([
      ["open", 34],
      ["won", 40],
      ["lost", 26],
    ] as const);
    const reached = random.whole(end === "won" ? 2 : 0, open.length - 1);
    const pace = random.whole(2, 16) * DAY;
    const amount = Math.round(Math.exp(random.next() * 3.2 + 7)) * 100;
    const closes = new Date(since + random.whole(30, 120) * DAY).toISOString().slice(0, 10);
    const reason = random.pick(pipeline.lostReasons);
    const name = random.pick(subjects);
    return async () => {
      const input = {
        name,
        companyId: contact.companyId,
        contacts: [{ contactId: contact.id }],
        ownerId,
        amount: { amount, currency: "EUR" },
        expectedCloseOn: closes,
      };
      const { id } = await at(cast, ownerId, since, () => Deal.create(input));
      let time = since;
      let isOpen = true;
      for (const stage of [
        ...open.slice(1, reached + 1),
        ...(end === "open" ? [] : [end === "won" ? won : lost]),
      ]) {
        time += pace;
        if (time > now) break;
        const move = { id, stageId: stage.id, ...(stage === lost ? { lostReason: reason } : {}) };
        await at(cast, ownerId, time, () => Deal.move(move));
        isOpen = stage.type === "open";
      }
      made[number] = { id, contactId: contact.id, ownerId, open: isOpen, since };
    };
  });
  await inParallel(steps);
  return made;
}

const said: Record<Activity.Kind, readonly string[]> = {
  note: [
    "Prefers mail before noon",
    "Asked for the new catalogue",
    "Decides with the plant manager",
    "Budget comes in spring",
    "Knows us from the fair",
  ],
  call: [
    "Asked about delivery times",
    "Follow-up on the offer",
    "First call",
    "Wants a discount on the second site",
    "Checked the order",
  ],
  meeting: ["Visit on site", "Demo of the line", "Yearly review", "Contract details"],
  mail: [
    "Offer sent",
    "Re: Offer",
    "Thank you for the visit",
    "Papers for the contract",
    "Question about the invoice",
  ],
  task: ["Send the offer", "Call back", "Prepare the contract", "Ask for the drawing", "Check stock"],
};

export async function activities(
  cast: Cast,
  random: Random,
  now: number,
  scale: Scale,
  people: Known[],
  sold: Awaited<ReturnType<typeof deals>>,
) {
  const past = Array.from({ length: scale.activities }, () => {
    const contact = random.pick(people);
    const kind = random.weighted([
      ["note", 3],
      ["call", 4],
      ["meeting", 1],
      ["mail", 5],
      ["task", 1],
    ] as const);
    const time = Math.max(contact.since + 600_000, moment(random, now, 300));
    const by = contact.ownerId ?? random.pick(cast.sellers);
    const state = kind === "task" ? ("completed" as const) : undefined;
    const more = kind === "call" || kind === "mail" ? { direction: random.pick(["in", "out"] as const) } : {};
    const title = random.pick(said[kind]);
    const body = random.chance(0.5) ? `${title}. ${random.pick(said.note)}.` : undefined;
    return () =>
      at(cast, by, Math.min(time, now - 60_000), () =>
        Activity.create({ kind, title, body, state, ownerId: by, about: [contact.id], ...more }),
      );
  });
  // Two in three open deals have something planned; the others ask for attention on the board.
  const planned = sold
    .filter((deal) => deal.open)
    .flatMap((deal) => {
      if (!random.chance(0.66)) return [];
      const kind = random.pick(["call", "meeting", "task"] as const);
      const due = new Date(now + random.whole(-3, 20) * DAY);
      due.setUTCHours(random.whole(7, 15), 0, 0, 0);
      const state = kind === "task" ? ("not-started" as const) : ("planned" as const);
      const input = {
        kind,
        state,
        title: random.pick(said[kind]),
        at: due.toISOString(),
        ownerId: deal.ownerId,
        about: [deal.id, deal.contactId],
      };
      return [() => at(cast, deal.ownerId, now - 3_600_000, () => Activity.create(input))];
    });
  await inParallel([...past, ...planned]);
}
