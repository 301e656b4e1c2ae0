import * as z from "zod";
import { guardKey } from "../aws/guard.ts";
import { enqueue } from "../aws/queue.ts";
import { getMany } from "../aws/statement.ts";
import * as Actor from "../kernel/actor.ts";
import { Invalid, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo, version } from "../kernel/record.ts";
import * as Mail from "../mail/index.ts";
import * as Member from "../member/index.ts";
import { compile, variables as known, renderMail, safe, Unrenderable } from "../render/index.ts";
import { checked, variablesOf } from "./check.ts";
import { scopeFor } from "./reader.ts";
import { type Template, templates } from "./template.entity.ts";
import {
  Create,
  Edit,
  type Info,
  type Preview,
  PreviewDraft,
  PreviewOf,
  type Source,
  Test,
} from "./template.schema.ts";

export { scopeFor, workspaceNow } from "./reader.ts";
export * from "./template.schema.ts";

export function info(template: Template): Info {
  return { ...toInfo(template), variables: variablesOf(template) } as Info;
}

export const create = fn("template:write", Create, async (input) =>
  info(await templates.create(checked(input))),
);

export const edit = fn("template:write", Edit, async ({ id, version, ...changes }) =>
  info(await templates.edit(id, checked(changes), { version })),
);

export const Which = z.strictObject({ id: idOf("template"), version });
const One = z.strictObject({ id: idOf("template") });

export const fromID = fn("template:read", One, async ({ id }) => info(await templates.fromID(id)));

export const remove = fn("template:remove", Which, async ({ id, version }) =>
  info(await templates.remove(id, { version })),
);

export const restore = fn("template:remove", Which, async ({ id, version }) =>
  info(await templates.restore(id, { version })),
);

export const List = PageInput.extend({ shelf: z.enum(["live", "trash"]).optional() });
export const list = fn("template:read", List, async (input): Promise<Page<Info>> => {
  const page = await templates.list(input);
  return { ...page, items: page.items.map(info) };
});

/** What a template can say of its reader. */
export const variables = fn("template:read", z.strictObject({}), async () => ({ items: [...known] }));

async function rendered(source: Source, contactId: string | undefined): Promise<Preview> {
  const scope = await scopeFor(contactId);
  try {
    const mail = await renderMail(compile(source), scope);
    return {
      ...mail,
      html: safe(mail.html),
      empty: variablesOf(source).filter((name) => isEmpty(scope, name)),
    };
  } catch (error) {
    if (error instanceof Unrenderable) throw new Unprocessable(error.message, "unrenderable");
    throw error;
  }
}

function isEmpty(scope: Record<string, unknown>, name: string): boolean {
  let value: unknown = scope;
  for (const part of name.split(".")) value = (value as Record<string, unknown> | undefined)?.[part];
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** As this contact would read it, or as nobody in particular. */
export const preview = fn("template:read", PreviewOf, async ({ id, contactId }) =>
  rendered(await templates.fromID(id), contactId),
);

/** What is being written, before it is saved. */
export const draft = fn("template:read", PreviewDraft, ({ contactId, ...source }) =>
  rendered(checked(source), contactId),
);

/** What the sending queue carries for a test mail. */
export const TestMessage = z.strictObject({
  workspaceId: idOf("workspace"),
  test: z.strictObject({
    templateId: idOf("template"),
    contactId: idOf("contact").optional(),
    to: z.string().max(254),
  }),
});
export type TestMessage = z.infer<typeof TestMessage>;

/** Sends it to members, by the queue. Rendered here first, so that a mistake is told at once. @throws {Invalid} for others. */
export const test = fn("template:write", Test, async ({ id, contactId, to }) => {
  const template = await templates.fromID(id);
  await rendered(template, contactId);
  const addresses = to ? await ofMembers(to) : [await ownAddress()];
  const barred = addresses.find((address) => !Mail.isAllowed(address));
  if (barred)
    throw new Unprocessable(
      `This stage may not mail ${barred}: only whom its MAIL_ALLOW names.`,
      "not-allowed",
    );
  const workspaceId = Actor.workspaceId();
  for (const address of addresses)
    await enqueue("SEND_QUEUE_URL", {
      workspaceId,
      test: { templateId: id, contactId, to: address },
    } satisfies TestMessage);
  return { sent: addresses };
});

async function ofMembers(addresses: string[]): Promise<string[]> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))];
  const guards = await getMany(wanted.map((value) => guardKey({ kind: "member-email", value })));
  const members = new Set(guards.map(({ pk }) => String(pk)));
  const other = wanted.find((value) => !members.has(guardKey({ kind: "member-email", value }).pk));
  if (other)
    throw new Invalid([
      { path: "to", message: `${other} is not a member: test mails go to members of the workspace` },
    ]);
  return wanted;
}

async function ownAddress(): Promise<string> {
  const memberId = Actor.memberId();
  if (!memberId) throw new Invalid([{ path: "to", message: "is needed when no member is signed in" }]);
  return (await Member.fromID({ id: memberId })).email;
}

/** A stored template for rendering to many. */
export async function sourceOf(id: string): Promise<Source & { name: string }> {
  const { name, subject, preheader, html, text } = await templates.fromID(id);
  return { name, subject, preheader, html, text };
}

/** What the sending queue makes of a test: the template as this contact would read it. */
export async function testMail({ templateId, contactId, to }: TestMessage["test"]) {
  const mail = await renderMail(compile(await templates.fromID(templateId)), await scopeFor(contactId));
  return { ...mail, to, subject: `[Test] ${mail.subject}` };
}
