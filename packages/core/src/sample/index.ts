import { generateNKeysBetween } from "fractional-indexing";
import * as z from "zod";
import * as Activity from "../activity/index.ts";
import { stamp } from "../aws/stamp.ts";
import { deleteIf, get } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import { Cancelled, transact, type Write } from "../aws/transaction.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Deal from "../deal/index.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Conflict, Denied, NotFound } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { nounOf } from "../kernel/id.ts";
import { minorDigits } from "../kernel/money.ts";
import * as Pipeline from "../pipeline/index.ts";
import * as Workspace from "../workspace/index.ts";
import * as Plot from "./plot.ts";
import type { Cleared, Filled } from "./sample.schema.ts";
import { wordsFor } from "./words/index.ts";

export * from "./sample.schema.ts";

const DAY = 86_400_000;
const nothing = z.strictObject({});
/** Which records are samples. */
const listKey = () => ({ pk: `w#${Actor.workspaceId()}#samples`, sk: "samples" });

type Drafted = { id: string; writes: Write[] };

/**
 * A small company's records to look at, in the workspace's language: one transaction, so that they are there whole or not
 * at all, and silent, so that nothing reacts. @throws {Conflict} `samples-there`
 */
export const fill = fn("workspace:write", nothing, async (): Promise<Filled> => {
  const [workspace, { items }] = await Promise.all([Workspace.get({}), Pipeline.list({ limit: 100 })]);
  const pipeline = items.find(({ isDefault }) => isDefault) ?? items[0];
  if (!pipeline) throw new Conflict("There is no pipeline for the sample deals. Make one first.");
  const { teamId } = { teamId: undefined, ...Actor.person() };
  const id = Actor.memberId();
  if (!id) throw new Denied("Sign in for it: sample data belongs to a member.");
  const owned = { ownerId: id, teamId };
  const system = { kind: "system", workspaceId: Actor.workspaceId(), id } as const;
  return Context.within({ actor: system, silent: true }, async () => {
    const made = draft(workspace, pipeline, owned);
    const all: Drafted[] = Object.values(made).flat();
    const ids = all.map((one) => one.id);
    const list = { ...listKey(), ids, _v: 1, ...stamp() };
    try {
      await transact([
        {
          Put: { TableName: records(), Item: list, ConditionExpression: "attribute_not_exists(pk)" },
        },
        Workspace.withSamples(true),
        ...all.flatMap(({ writes }) => writes),
      ]);
    } catch (error) {
      if (!(error instanceof Cancelled)) throw error;
      if (error.conditionOf(0))
        throw new Conflict("The sample data is there already. Remove it first, to have it anew.", {
          type: "samples-there",
        });
      throw new Conflict("A record of yours has the email of a sample. Sample data is for a new workspace.");
    }
    const { contacts, companies, deals, activities } = made;
    return {
      contacts: contacts.length,
      companies: companies.length,
      deals: deals.length,
      activities: activities.length,
    };
  });
});

/** Every sample into the trash, what was made of them since included; records of one's own stay. Repeats safely. */
export const clear = fn("workspace:write", nothing, async (): Promise<Cleared> => {
  const list = await get(listKey());
  if (!list) return { removed: 0 };
  const { workspaceId, id } = Actor.use();
  const ids = list.ids as string[];
  let removed = 0;
  await Context.within({ actor: { kind: "system", workspaceId, id }, silent: true }, async () => {
    // What is about others goes first.
    for (const noun of ["activity", "deal", "contact", "company"] as const)
      for (const one of ids.filter((other) => nounOf(other) === noun))
        if (await isRemoved(verbs[noun]({ id: one }))) removed++;
    await Workspace.markSamples(false);
    await deleteIf({ Delete: { TableName: records(), Key: listKey() } });
  });
  return { removed };
});

const verbs = {
  activity: Activity.remove,
  deal: Deal.remove,
  contact: Contact.remove,
  company: Company.remove,
};

/** False for one that somebody removed before. */
async function isRemoved(removal: Promise<unknown>): Promise<boolean> {
  try {
    await removal;
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

type Owned = { ownerId: string; teamId: string | undefined };

function draft({ currency, locale }: Workspace.Info, pipeline: Pipeline.Info, owned: Owned) {
  const words = wordsFor(locale);
  const now = Context.now().getTime();
  const ago = (days: number) => new Date(now - days * DAY);
  const then = <T>(days: number, run: () => T): T => Context.within({ at: ago(days) }, run);
  const companies = words.companies.map(({ city, ...company }) =>
    then(90, () => Company.draft({ ...company, address: { city } }, owned)),
  );
  const past = { state: "unsubscribed", source: "Sample data" } as const;
  const contacts = Plot.people.map(({ mail, days, lifecycle, ...person }, place) =>
    then(days, () => {
      const companyId = "company" in person ? companies[person.company]?.id : undefined;
      const given = { ...words.people[place], email: mail, companyId, lifecycle, source: "demo" as const };
      // Nobody reads these addresses: no campaign goes there.
      const consent = { marketing: { ...past, at: ago(days).toISOString() } };
      return Contact.draft(given, { ...owned, consent });
    }),
  );
  const dealIds = Plot.deals.map(({ since }) => then(since, Deal.newId));
  const activities = Plot.activities.map(({ kind, deal, days, state }, place) => {
    const about = [dealIds[deal], contacts[Plot.deals[deal].person]?.id].filter((id) => id !== undefined);
    const input = { kind, state, about, ...words.activities[place], at: ago(days).toISOString() };
    return then(Math.max(days, 0), () =>
      Activity.draft(input as Parameters<typeof Activity.draft>[0], owned),
    );
  });
  const positions = generateNKeysBetween(null, null, Plot.deals.length);
  const minor = 10 ** minorDigits(currency);
  const deals = Plot.deals.map((deal, place) =>
    then(deal.since, () => {
      const input = {
        name: words.deals[place] ?? "",
        companyId: companies[deal.company]?.id,
        contacts: [{ contactId: contacts[deal.person]?.id ?? "" }],
        amount: { amount: deal.amount * minor, currency },
        expectedCloseOn: ago(-30).toISOString().slice(0, 10),
      };
      const stays = staysOf(pipeline, deal).map(({ stage, days }) => ({
        stage,
        at: ago(days).toISOString(),
      }));
      const to = Plot.activities.findIndex((one) => one.deal === place && one.days < 0);
      const next = Plot.activities[to];
      const title = words.activities[to]?.title ?? "";
      const nextActivity = next && {
        id: activities[to]?.id ?? "",
        kind: next.kind,
        title,
        at: ago(next.days).toISOString(),
      };
      const lostReason = pipeline.lostReasons[0];
      const way = {
        id: dealIds[place] ?? "",
        stays,
        pipelineId: pipeline.id,
        position: positions[place] ?? "",
      };
      return Deal.draft(input, owned, { ...way, lostReason, nextActivity });
    }),
  );
  return { companies, contacts, deals, activities };
}

/** The stages of a pipeline that a sample deal went through, and how many days ago it came into each. */
function staysOf(
  { stages }: Pipeline.Info,
  { end, stages: count, since, stay }: (typeof Plot.deals)[number],
) {
  const open = stages.filter(({ type }) => type === "open").slice(0, count);
  const last = end === "open" ? [] : stages.filter(({ type }) => type === end);
  return [...open, ...last].map((stage, step) => ({ stage, days: Math.max(since - step * stay, 0) }));
}
