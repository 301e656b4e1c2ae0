import * as Activity from "@rapport/core/activity";
import * as Deal from "@rapport/core/deal";
import { deriveId } from "@rapport/core/fact";
import { Conflict } from "@rapport/core/kernel/error";
import * as Mail from "@rapport/core/mail";
import * as Member from "@rapport/core/member";
import * as Workspace from "@rapport/core/workspace";
import { reaction } from "./reaction.ts";

const DAY = 86_400_000;

/** Whoever won a deal gets a mail, and the task to thank the customer on the next day. */
export const handler = reaction("deal-won.thank-owner", async (fact, once) => {
  const deal = await Deal.fromID({ id: fact.subject.id });
  if (deal.status !== "won" || !deal.ownerId) return;
  const owner = await Member.fromID({ id: deal.ownerId });
  const name = deal.name.slice(0, 150);
  const values = { deal: name, owner: owner.name, path: `/deals/${deal.id}` };
  const locale = owner.locale ?? (await Workspace.locale());
  const title = Mail.taskOf("deal-won", values, locale) ?? name;
  const at = new Date(Date.parse(fact.at) + DAY).toISOString();
  // The fact gives the task's id: a fact that comes again finds it there.
  const id = deriveId("activity", fact.at, fact.id);
  const task = { kind: "task" as const, title, at, about: [deal.id], ownerId: owner.id };
  await Activity.record(task, id).catch(unlessThere);
  await once([await Mail.request({ to: owner.email, template: "deal-won", values })]);
});

function unlessThere(error: unknown): void {
  if (!(error instanceof Conflict)) throw error;
}
