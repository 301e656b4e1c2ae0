import * as z from "zod";
import * as Activity from "../activity/index.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Actor from "../kernel/actor.ts";
import * as Context from "../kernel/context.ts";
import { Gone, Invalid, NotFound } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { Email, toInfo, version } from "../kernel/record.ts";
import { ownership } from "../member/ownership.ts";
import { attempt, doors } from "../session/attempt.ts";
import { type Form, forms } from "./form.entity.ts";
import { Answers, Create, Edit, type Info } from "./form.schema.ts";

export * from "./form.schema.ts";

function info(form: Form): Info {
  return { ...toInfo(form), url: `${process.env.OPEN_URL}/f/${form.workspaceId}/${form.id}` } as Info;
}

export const create = fn("form:write", Create, async (input) => {
  const owner = await ownership(input.ownerId);
  const switches = { tags: input.tags ?? [], welcome: input.welcome ?? false, open: input.open ?? true };
  return info(await forms.create({ ...input, ...owner, ...switches }));
});

const Which = z.strictObject({ id: idOf("form") });

export const fromID = fn("form:read", Which, async ({ id }) => info(await forms.fromID(id)));

export const edit = fn("form:write", Edit, async ({ id, version, ...changes }) => {
  const owner = changes.ownerId === undefined ? {} : await ownership(changes.ownerId);
  return info(await forms.edit(id, { ...changes, ...owner } as never, { version }));
});

const Versioned = Which.extend({ version });

export const remove = fn("form:remove", Versioned, async ({ id, version }) =>
  info(await forms.remove(id, { version })),
);

export const restore = fn("form:remove", Versioned, async ({ id, version }) =>
  info(await forms.restore(id, { version })),
);

export const list = fn("form:read", PageInput, async (input): Promise<Page<Info>> => {
  const page = await forms.list(input);
  return { ...page, items: page.items.map(info) };
});

async function openForm(id: string): Promise<Form> {
  const form = await forms.find(id);
  if (form?.shelf !== "live") throw new NotFound("form", id);
  if (!form.open) throw new Gone("This form takes no more answers.");
  return form;
}

/** What a visitor sees of a form. @throws {Gone} when it is closed. */
export const show = fn("open", Which, async ({ id }) => info(await openForm(id)));

/**
 * A visitor's answers become a contact; one with that email is there already, then only empty fields are filled. A box
 * that was ticked subscribes; one that was not changes nothing: posting a form again never unsubscribes anybody.
 */
export const submit = fn("open", Answers, async ({ id, website, consent, ...answers }): Promise<Info> => {
  await attempt(doors.form, id);
  const form = await openForm(id);
  expectAnswers(form, answers);
  // Robots fill every field, also the one that nobody sees; they are thanked like people.
  if (website) return info(form);
  const actor = { kind: "system", workspaceId: Actor.workspaceId(), id } as const;
  await Context.within({ actor }, () => takeIn(form, answers, consent === "yes"));
  return info(form);
});

type Given = Omit<z.output<typeof Answers>, "id" | "website" | "consent">;

function expectAnswers(form: Form, answers: Given): void {
  const missing = form.questions.filter(({ field, required }) => required && !answers[field]?.trim());
  const issues = missing.map(({ field, label }) => ({ path: field, message: `${label} is needed` }));
  const email = answers.email?.trim();
  if (email && !Email.safeParse(email).success)
    issues.push({ path: "email", message: "is not an email address" });
  if (issues.length > 0) throw new Invalid(issues);
}

async function takeIn(form: Form, answers: Given, agreed: boolean): Promise<void> {
  const asked = new Set(form.questions.map(({ field }) => field));
  const line = (field: keyof Given, max: number) =>
    asked.has(field)
      ? answers[field]
          ?.replace(/\p{Cc}+/gu, " ")
          .trim()
          .slice(0, max) || undefined
      : undefined;
  const email = line("email", 254) as string;
  const country = line("country", 80);
  const fields = {
    firstName: line("firstName", 100),
    lastName: line("lastName", 100),
    phone: line("phone", 60),
    ...(country ? { address: { country } } : {}),
  };
  const marketing = {
    state: "subscribed",
    basis: "consent",
    source: form.name,
    at: Context.now().toISOString(),
  } as const;
  const existing = await Contact.fromEmail(email);
  const contact = existing
    ? await fillIn(existing, fields, form, agreed ? marketing : undefined)
    : await Contact.capture({
        ...fields,
        email,
        companyId: (await companyFor(email, line("company", 200)))?.id,
        tags: form.tags,
        ownerId: form.ownerId,
        welcome: form.welcome,
        ...(agreed ? { consent: { marketing } } : {}),
      });
  const message = asked.has("message") ? answers.message?.trim() : undefined;
  if (message)
    await Activity.create({
      kind: "note",
      title: form.name,
      body: message.slice(0, 2_000),
      about: [contact.id],
    });
}

async function companyFor(email: string, name: string | undefined) {
  const domain = Company.Domain.safeParse(email.slice(email.lastIndexOf("@") + 1));
  const known = domain.success ? await Company.fromDomain(domain.data) : undefined;
  if (known || !name) return known;
  return (await Company.fromName(name)) ?? (await Company.create({ name }));
}

async function fillIn(
  contact: Contact.Info,
  fields: object,
  form: Form,
  marketing: Contact.Consent | undefined,
) {
  const current = contact as unknown as Record<string, unknown>;
  const missing = Object.entries(fields).filter(
    ([name, value]) => value !== undefined && current[name] === undefined,
  );
  const tags = form.tags.filter((tag) => !contact.tags.includes(tag));
  const changes = {
    ...Object.fromEntries(missing),
    ...(tags.length > 0 ? { tags: [...contact.tags, ...tags] } : {}),
  };
  const edited =
    Object.keys(changes).length > 0 ? await Contact.edit({ id: contact.id, ...changes }) : contact;
  return marketing ? Contact.agree({ id: contact.id, topic: "marketing", consent: marketing }) : edited;
}
