import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { clearable, Email, line, RecordInfo, text, version } from "../kernel/record.ts";

/** What a mail is written in: HTML, and Liquid for what differs from reader to reader. */
const source = {
  subject: line(250).min(1),
  preheader: line(250).optional().meta({ description: "Shown by inboxes beside the subject" }),
  html: text(200_000).min(1).meta({ description: "Kept as written; what runs in a browser is refused" }),
  text: text(100_000)
    .optional()
    .meta({ description: "The plain-text part; made from the HTML where left out" }),
};
const fields = { name: line(120).min(1), ...source };

export const Source = z.strictObject(source);
export type Source = z.infer<typeof Source>;

export const Info = RecordInfo.extend({
  id: idOf("template"),
  ...fields,
  variables: z
    .array(z.string())
    .meta({ description: "What it takes from its reader, e.g. contact.firstName" }),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject(fields);
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("template"),
  version,
  ...clearable(fields),
  name: fields.name.optional(),
  subject: source.subject.optional(),
  html: source.html.optional(),
});
export type Edit = z.input<typeof Edit>;

export const Preview = z.object({
  subject: z.string(),
  html: z
    .string()
    .meta({ description: "For a sandboxed frame: nothing in it runs, loads a script or submits" }),
  text: z.string(),
  empty: z.array(z.string()).meta({ description: "Variables that this reader has no value for" }),
});
export type Preview = z.infer<typeof Preview>;

export const PreviewOf = z.strictObject({ id: idOf("template"), contactId: idOf("contact").optional() });
/** What is being written, before it is saved. */
export const PreviewDraft = Source.extend({ contactId: idOf("contact").optional() });

/** Test mails go to members of the workspace only: they are not marketing, and nobody can unsubscribe from them. */
export const Test = z.strictObject({
  id: idOf("template"),
  contactId: idOf("contact").optional().meta({ description: "Rendered as for this contact" }),
  to: z
    .array(Email)
    .min(1)
    .max(5)
    .optional()
    .meta({ description: "Members' addresses; one's own where left out" }),
});

export type Variable = { name: string; label: string; sample: string };
