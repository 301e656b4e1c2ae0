import * as z from "zod";
import { owned as ownedBy } from "../aws/owned.ts";
import type { Write } from "../aws/transaction.ts";
import { Cancelled } from "../aws/transaction.ts";
import { takenBack, thrownAway } from "../aws/trash.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Invalid, NotFound, Stale, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import { ownership } from "../member/ownership.ts";
import { type Activity, activities } from "./activity.entity.ts";
import { Create, Edit, type Info, type Mail, type State, statesOf } from "./activity.schema.ts";
import { companions, type Party, partiesOf } from "./party.ts";

export * from "./activity.schema.ts";
export { draft } from "./draft.ts";
export { told } from "./told.ts";

/** What a member owns of them: a job lets it follow into another team. */
export const owned = ownedBy(activities);

const info = (activity: Activity) => toInfo(activity) as Info;

/** Repeats a transaction whose companions (a deal's next activity …) changed since they were read. */
async function retried<T>(id: string, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      if (attempt >= 5) throw new Stale("activity", id);
    }
  }
}

/** The records an activity is about, and the companies of its contacts: their timelines tell the whole story. */
async function partiesWithCompanies(about: readonly string[]): Promise<Party[]> {
  const parties = await partiesOf(about);
  const known = new Set(parties.map((party) => party.id));
  const more = parties.flatMap(({ id, companyId }) =>
    id.startsWith("con_") && companyId && !known.has(companyId) ? [companyId] : [],
  );
  const companies = await partiesStillThere([...new Set(more)]);
  return [...parties, ...companies].slice(0, 20);
}

/** One transaction: the activity, a timeline row a party, and what the parties carry of it. */
export const create = fn("activity:write", Create, (input) => record(input));

/** What only Rapport itself says of an activity, and what is written in the same transaction. */
export type Beside = {
  state?: State;
  mail?: Mail;
  /** As another record has them, whether or not that person is still there. */
  ownerId?: string | undefined;
  teamId?: string | undefined;
  with?: Write[];
};

/** For reactions, which give the id so that a second run changes nothing. @throws {Conflict} when it exists. */
export async function record(
  input: z.output<typeof Create>,
  id = newId("activity"),
  { with: others = [], ...beside }: Beside = {},
): Promise<Info> {
  const [found, owner] = await Promise.all([
    partiesWithCompanies(input.about ?? []),
    ownership(input.ownerId ?? Actor.memberId()),
  ]);
  const about = found.map((party) => party.id);
  let parties: Party[] | undefined = found;
  const fields = {
    ...input,
    ...owner,
    about,
    at: input.at ?? Context.now().toISOString(),
    state: input.state ?? statesOf[input.kind][0],
    ...beside,
  };
  return retried(id, async () => {
    const draft = activities.fresh(fields, id);
    const writes = await companions(undefined, draft, parties ?? (await partiesOf(about)));
    parties = undefined;
    return info(await activities.create(fields, { id, withRecord: () => [...writes, ...others] }));
  });
}

/** One's own, and what stands on the timeline of a record that one sees: 1 GetItem, for a colleague's 1 BatchGetItem more. */
export const fromID = fn("activity:read", z.strictObject({ id: idOf("activity") }), async ({ id }) => {
  const activity = await activities.find(id);
  if (activity?.shelf !== "live") throw new NotFound("activity", id);
  if (!Actor.sees(activity) && (await partiesStillThere(activity.about)).length === 0)
    throw new NotFound("activity", id);
  return info(activity);
});

/** What a mail says of the one that it answers, and with it of the conversation. */
export function answering({ id, mail }: Info): Pick<Mail, "answers" | "thread"> {
  return { answers: id, thread: mail?.thread ?? id };
}

/** Also what is in the trash; undefined when it is not there, or not visible. */
export async function find(id: string): Promise<Info | undefined> {
  const activity = await activities.find(id);
  return activity && Actor.sees(activity) ? info(activity) : undefined;
}

async function change(
  id: string,
  version: number | undefined,
  shelf: "live" | "trash",
  decide: (before: Activity) => object,
): Promise<Info> {
  return retried(id, async () => {
    const before = await activities.find(id);
    const changes = before ? decide(before) : {};
    const cleared = Object.entries(changes).filter(([, value]) => value !== undefined);
    const after = {
      ...before,
      ...Object.fromEntries(cleared.map(([name, value]) => [name, value ?? undefined])),
    } as Activity;
    const parties = before ? await partiesStillThere([...new Set([...before.about, ...after.about])]) : [];
    const writes = before ? await companions(before, after, parties) : [];
    const expected = version ?? before?._v;
    try {
      return info(
        await activities.move(id, shelf, () => changes as never, { version: expected, with: writes }),
      );
    } catch (error) {
      // Nobody asked for this version: read again and repeat.
      if (error instanceof Stale && version === undefined) throw new Cancelled([]);
      throw error;
    }
  });
}

/** Parties in the trash, or not visible, keep their rows but are not written to. */
export async function partiesStillThere(ids: string[]): Promise<Party[]> {
  return partiesOf(ids, { missing: "skip" });
}

export const edit = fn("activity:write", Edit, async ({ id, version, ...changes }) => {
  const owner = changes.ownerId === undefined ? {} : await ownership(changes.ownerId);
  const about = changes.about && (await partiesWithCompanies(changes.about)).map((party) => party.id);
  return change(id, version, "live", (before) => {
    if (isLetter(before) && worded.some((field) => changes[field] !== undefined))
      throw new Unprocessable(
        "A mail that was written here stays as it is. Write another one.",
        "mail-written",
      );
    if (changes.state && !statesOf[before.kind].includes(changes.state))
      throw new Invalid([{ path: "state", message: `is not a state of a ${before.kind}` }]);
    return { ...changes, ...owner, ...(about && { about }) };
  });
});

/** An activity on the timeline of a party that the actor sees, whosever it is. @throws {NotFound} */
export async function fromTimeline(party: string, id: string): Promise<Info> {
  const activity = await activities.find(id);
  if (activity?.shelf !== "live" || !activity.about.includes(party)) throw new NotFound("activity", id);
  return info(activity);
}

/** What a mail says; undefined when there is no such activity, or not any more. */
export async function wordsOf(id: string): Promise<{ subject: string; text: string } | undefined> {
  const activity = await activities.find(id);
  return activity?.shelf === "live" ? { subject: activity.title, text: activity.body ?? "" } : undefined;
}

const Which = z.strictObject({ id: idOf("activity"), version });

/** Written here, to be sent: its words are what somebody reads, its state is what became of it. */
const isLetter = (activity: Activity) => activity.mail?.to !== undefined;
const worded = ["title", "body", "at", "state", "direction"] as const;

/** A task is completed, a call or meeting held; one that is done already stays as it is. */
export const complete = fn(
  "activity:write",
  Which.extend({ outcome: Edit.shape.outcome }),
  async ({ id, version, outcome }) =>
    change(id, version, "live", (before) => {
      if (isLetter(before)) return {};
      const state = before.kind === "task" ? "completed" : statesOf[before.kind][0];
      return { state, ...(outcome === undefined ? {} : { outcome }) };
    }),
);

export const remove = fn("activity:remove", Which, async ({ id, version }) =>
  change(id, version, "live", (before) => {
    if (before.state === "waiting")
      throw new Conflict("This mail has not left yet. Take it back, or wait until it is sent.", {
        type: "mail-waiting",
      });
    return thrownAway();
  }),
);

export const restore = fn("activity:remove", Which, async ({ id, version }) =>
  change(id, version, "trash", () => takenBack),
);

export const List = PageInput.extend({
  agenda: z
    .union([idOf("member"), z.literal("me")])
    .optional()
    .meta({ description: "What this member still has to do, soonest first" }),
  shelf: z.enum(["live", "trash"]).optional(),
});

/** Newest first, or an agenda soonest first: 1 Query and 1 BatchGetItem. */
export const list = fn("activity:read", List, async ({ agenda, ...input }): Promise<Page<Info>> => {
  const owner = agenda === "me" ? (Actor.memberId() ?? "nobody") : agenda;
  const page = owner
    ? await activities.page("gsi4", ["activity", "agenda", owner], { ...input, order: "asc" })
    : await activities.list(input);
  return { ...page, items: page.items.map(info) };
});
