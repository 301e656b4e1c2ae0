import * as z from "zod";
import * as Activity from "../activity/index.ts";
import { stamp } from "../aws/stamp.ts";
import { get } from "../aws/statement.ts";
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
import * as Pipeline from "../pipeline/index.ts";
import * as Workspace from "../workspace/index.ts";
import { draft } from "./draft.ts";
import type { Cleared, Filled } from "./sample.schema.ts";

export * from "./sample.schema.ts";

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
  const id = Actor.memberId();
  if (!id) throw new Denied("Sign in for it: sample data belongs to a member.");
  const owned = { ownerId: id, teamId: Actor.person().teamId };
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
    await transact([Workspace.withSamples(false), { Delete: { TableName: records(), Key: listKey() } }]);
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
