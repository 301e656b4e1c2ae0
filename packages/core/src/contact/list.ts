import type * as z from "zod";
import { firstId, idOf } from "../kernel/id.ts";
import { Created, ListInput, oneOrMore } from "../kernel/page.ts";
import type { Contact } from "./contact.entity.ts";
import { Lifecycle, Source } from "./contact.schema.ts";

const only = { ...Created, source: Source.optional(), lifecycle: Lifecycle.optional() };
type Only = z.infer<z.ZodObject<typeof only>>;

export const List = ListInput.extend({
  ids: oneOrMore("contact"),
  companyId: idOf("company").optional(),
  ...only,
})
  .refine(({ companyId, ownerId, shelf }) => !companyId || (!ownerId && shelf !== "trash"), {
    message: "can't be asked for together with ownerId or the trash",
    path: ["companyId"],
  })
  .refine(
    ({ companyId, createdSince, createdBefore, source, lifecycle }) =>
      !companyId || !(createdSince || createdBefore || source || lifecycle),
    { message: "can't be asked for together with what else a contact must be", path: ["companyId"] },
  )
  .refine(
    ({ createdSince, createdBefore }) => !createdSince || !createdBefore || createdSince < createdBefore,
    {
      message: "must be after createdSince",
      path: ["createdBefore"],
    },
  );

/** The id is made first, by who may live so long: no function runs for more than 15 minutes. */
const EARLIER_MS = 15 * 60_000;
const LAST = 2 ** 48 - 1;

/**
 * Where in an index the contacts of these days are: an id's time is its contact's, or a moment before it. Who was
 * created just after the beginning may have an id from just before; the contact itself decides.
 */
export function idsBetween({ createdSince, createdBefore }: Only): [string, string] | undefined {
  if (!createdSince && !createdBefore) return undefined;
  const from = createdSince ? Math.max(0, Date.parse(createdSince) - EARLIER_MS) : 0;
  const to = createdBefore ? Math.max(0, Date.parse(createdBefore)) : LAST;
  return [firstId("contact", from), firstId("contact", to)];
}

export function fits(contact: Contact, { createdSince, createdBefore, source, lifecycle }: Only): boolean {
  const { createdAt } = contact;
  if (createdSince && createdAt < createdSince) return false;
  if (createdBefore && createdAt >= createdBefore) return false;
  return (!source || contact.source === source) && (!lifecycle || contact.lifecycle === lifecycle);
}
