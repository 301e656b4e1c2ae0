import * as z from "zod";
import type * as Job from "../aws/job.ts";
import { takenBack } from "../aws/trash.ts";
import * as Context from "../kernel/context.ts";
import { Invalid, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { oneOrMore, type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import * as Template from "../template/index.ts";
import { type Cursor, count, type Input, write } from "./audience.ts";
import { type Campaign, campaigns } from "./campaign.entity.ts";
import { Create, Decide, Edit, type Info, Recipients, Send } from "./campaign.schema.ts";
import { decide as settle, settleUnknown } from "./decide.ts";
import { page } from "./recipients.ts";
import { results as resultsOf } from "./results.ts";
import * as State from "./state.ts";

export { noAudience } from "./audience.ts";
export * from "./campaign.schema.ts";
export { draft, type PastMail } from "./draft.ts";
export { happened } from "./feedback.ts";
export { run as pace } from "./pacer.ts";
export { type Done, type Message, send as sendChunk, type Tools } from "./send.ts";

export function info(campaign: Campaign): Info {
  const { jobId: _, ...rest } = toInfo(campaign);
  return { ...rest, preparing: campaign.state === "running" && campaign.audience === undefined } as Info;
}

export const create = fn("campaign:write", Create, async (input) => {
  const fields = {
    ...input,
    topic: input.topic ?? "marketing",
    basis: input.basis ?? "legitimate-interest",
    state: "draft",
  };
  return info(await campaigns.create(fields as never));
});

/** Only before it starts: afterwards people have had it as it was. */
export const edit = fn("campaign:write", Edit, async ({ id, version, ...changes }) =>
  info(await State.turn(id, ["draft", "scheduled"], () => changes as never, { version })),
);

export const Which = z.strictObject({ id: idOf("campaign"), version });
const One = z.strictObject({ id: idOf("campaign") });

export const fromID = fn("campaign:read", One, async ({ id }) => info(await campaigns.fromID(id)));

/** Not while it is being sent: pause or cancel it first. */
export const remove = fn("campaign:remove", Which, async ({ id, version }) => {
  const campaign = await campaigns.fromID(id);
  if (campaign.state === "running" || campaign.state === "paused")
    throw new Unprocessable("Cancel the campaign before you remove it.", "campaign-state");
  return info(await campaigns.remove(id, { version: version ?? campaign._v }));
});

/** As it was; a start whose time has passed meanwhile is not made up for. */
export const restore = fn("campaign:remove", Which, async ({ id, version }) => {
  const now = Context.now().toISOString();
  const decide = ({ state, sendAt }: Campaign) => ({
    ...takenBack,
    ...(state === "scheduled" && sendAt && sendAt <= now ? { state: "draft" as const, sendAt: null } : {}),
  });
  return info(await campaigns.move(id, "trash", decide as never, { version }));
});

export const List = PageInput.extend({
  ids: oneOrMore("campaign"),
  shelf: z.enum(["live", "trash"]).optional(),
});
export const list = fn("campaign:read", List, async ({ ids, ...input }): Promise<Page<Info>> => {
  if (ids) return { items: (await campaigns.fromIDs([ids].flat())).map(info) };
  const found = await campaigns.list(input);
  return { ...found, items: found.items.map(info) };
});

/** Matched − no email − unsubscribed − no consent − suppressed − capped − not allowed = will get it. Exact. */
export const audience = fn("campaign:read", One, async ({ id }) => count(await campaigns.fromID(id)));

/** A test of its template, to members. */
export const test = fn(
  "campaign:write",
  Template.Test.extend({ id: idOf("campaign") }),
  async ({ id, ...rest }) => {
    const { templateId } = await campaigns.fromID(id);
    if (!templateId) throw new Unprocessable("Choose a template first.", "incomplete");
    return Template.test({ id: templateId, ...rest });
  },
);

/** It waits for second thoughts, kept by the server; with `holdSeconds: 0` it starts now. */
export const send = fn("campaign:send", Send, async ({ id, version, holdSeconds }) =>
  info(holdSeconds > 0 ? await State.hold(id, holdSeconds, { version }) : await State.start(id, { version })),
);

export const Schedule = z.strictObject({ id: idOf("campaign"), version, sendAt: z.iso.datetime() });
/** Starts by itself at that minute; edits are possible until then. Scheduling again moves it. */
export const schedule = fn("campaign:send", Schedule, async ({ id, version, sendAt }) => {
  if (Date.parse(sendAt) <= Context.now().getTime())
    throw new Invalid([{ path: "sendAt", message: "must be in the future" }]);
  await State.expectComplete(await campaigns.fromID(id));
  const at = new Date(sendAt).toISOString();
  return info(
    await State.turn(id, ["draft", "scheduled"], () => ({ state: "scheduled", sendAt: at }), { version }),
  );
});

/** Back to a draft. @throws {Conflict} `campaign-started` once it has started. */
export const unschedule = fn("campaign:send", Which, async ({ id, version }) =>
  info(await State.takeBack(id, { version })),
);

export const pause = fn("campaign:send", Which, async ({ id, version }) =>
  info(await State.pause(id, { version })),
);
export const resume = fn("campaign:send", Which, async ({ id, version }) =>
  info(await State.resume(id, { version })),
);
export const cancel = fn("campaign:send", Which, async ({ id, version }) =>
  info(await State.cancel(id, { version })),
);

/** Says what became of mails that have been unknown for 24 hours. */
export const decide = fn("campaign:send", Decide, async ({ id, as }) =>
  settle(await campaigns.fromID(id), as, Context.now()),
);

export const results = fn("campaign:read", One, async ({ id }) => resultsOf(await campaigns.fromID(id)));

/** In the ledger's order, all of them or those of one outcome. */
export const recipients = fn("campaign:read", Recipients, async ({ id, outcome, cursor }) =>
  page(await campaigns.fromID(id), outcome, cursor),
);

/** What the queue of audiences runs for campaigns. */
export const jobs: Record<string, Job.Slice<never, never>> = {
  "campaign-audience": write as Job.Slice<Input, Cursor> as never,
  "campaign-cancel": State.skip as never,
  "campaign-decide": settleUnknown as never,
};
