import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import {
  Address,
  clearable,
  Email,
  ExternalId,
  line,
  RecordInfo,
  Tags,
  version,
  WebAddress,
} from "../kernel/record.ts";

export const Lifecycle = z.enum([
  "subscriber",
  "lead",
  "marketing-qualified",
  "sales-qualified",
  "opportunity",
  "customer",
  "evangelist",
  "former",
]);
export type Lifecycle = z.infer<typeof Lifecycle>;

export const Source = z.enum(["manual", "import", "form", "api", "email", "demo"]);
export type Source = z.infer<typeof Source>;

/** A topic's subscription: blocks or allows that topic's marketing. */
export const Consent = z.strictObject({
  state: z.enum(["subscribed", "unconfirmed", "unsubscribed"]),
  basis: z.enum(["consent", "contract", "legitimate-interest"]).optional(),
  source: line(120).optional(),
  at: z.iso.datetime(),
});
export type Consent = z.infer<typeof Consent>;

/** The address bounced for good, or its owner complained of a mail: it is suppressed. */
export const Undeliverable = z.enum(["bounced", "complained"]);
export type Undeliverable = z.infer<typeof Undeliverable>;

const fields = {
  firstName: line(100).optional(),
  lastName: line(100).optional(),
  email: Email.optional(),
  phone: line(60).optional().meta({ description: "E.164 where it parses, else as it came" }),
  phone2: line(60).optional(),
  title: line(120).optional().meta({ description: "Position, e.g. Head of purchasing" }),
  companyId: idOf("company").optional(),
  website: WebAddress.optional(),
  address: Address.optional(),
  timeZone: line(60).optional().meta({ description: "IANA zone, e.g. Asia/Baku" }),
  language: line(35).optional().meta({ description: "BCP 47, e.g. az" }),
  lifecycle: Lifecycle.optional(),
  tags: Tags.optional(),
  ownerId: idOf("member").optional(),
  externalId: ExternalId.optional(),
  about: line(2_000).optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("contact"),
  name: z.string().meta({ description: "First and last name, else the email, else the phone" }),
  ...fields,
  lifecycle: Lifecycle,
  tags: z.array(z.string()),
  source: Source,
  welcome: z
    .boolean()
    .optional()
    .meta({ description: "Came through a door with the welcome mail switched on" }),
  consent: z.record(z.string(), Consent).optional(),
  undeliverable: Undeliverable.optional(),
  lastActivityAt: z.iso.datetime().optional(),
  importId: idOf("import").optional(),
});
export type Info = z.infer<typeof Info>;

const named = (input: object) =>
  ["firstName", "lastName", "email", "phone"].some((field) => (input as Record<string, unknown>)[field]);

export const Create = z
  .strictObject({ ...fields, source: Source.optional() })
  .refine(named, { message: "needs a name, an email or a phone", path: ["firstName"] });
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({ id: idOf("contact"), version, ...clearable(fields) });
export type Edit = z.input<typeof Edit>;
export const EditBody = Edit.omit({ id: true, version: true });

/** First and last name, else what else names a person. */
export function displayName(contact: {
  firstName?: string;
  lastName?: string;
  email?: string;
  phone?: string;
}): string {
  const name = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  return name || contact.email || contact.phone || "";
}
