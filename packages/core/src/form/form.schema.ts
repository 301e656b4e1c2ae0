import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import {
  clearable,
  ExternalId,
  line,
  RecordInfo,
  Tags,
  text,
  version,
  WebAddress,
} from "../kernel/record.ts";

/** What a form can ask for. */
export const Asked = z.enum(["firstName", "lastName", "email", "phone", "company", "country", "message"]);
export type Asked = z.infer<typeof Asked>;

export const Question = z.strictObject({ field: Asked, label: line(80).min(1), required: z.boolean() });

const questions = z
  .array(Question)
  .min(1)
  .max(10)
  .refine(
    (asked) => asked.some(({ field, required }) => field === "email" && required),
    "must ask for the email",
  )
  .refine(
    (asked) => new Set(asked.map(({ field }) => field)).size === asked.length,
    "asks for something twice",
  );

const fields = {
  name: line(80).min(1),
  title: line(120).min(1),
  intro: text(1_000).optional(),
  questions,
  /** The words a person agrees to; with them comes a box, unticked. */
  consentText: line(400).optional(),
  thanks: text(1_000).optional(),
  /** Where the browser goes afterwards instead of the page of thanks. */
  redirectTo: WebAddress.optional(),
  tags: Tags.optional(),
  ownerId: idOf("member").optional(),
  /** A new contact gets the welcome mail. */
  welcome: z.boolean().optional(),
  open: z.boolean().optional(),
  externalId: ExternalId.optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("form"),
  ...fields,
  tags: z.array(z.string()),
  welcome: z.boolean(),
  open: z.boolean().meta({ description: "A closed form takes no more answers" }),
  url: z.url().meta({ description: "Where the form stands" }),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject(fields);
export type Create = z.input<typeof Create>;
export const Edit = z.strictObject({
  id: idOf("form"),
  version,
  ...clearable(fields),
  name: fields.name.optional(),
  title: fields.title.optional(),
  questions: questions.optional(),
});

const answer = text(2_000).optional();

/** What a visitor sends. `website` is a field that people don't see: who fills it is a robot. */
export const Answers = z.strictObject({
  id: idOf("form"),
  firstName: answer,
  lastName: answer,
  email: answer,
  phone: answer,
  company: answer,
  country: answer,
  message: answer,
  consent: z.literal("yes").optional(),
  website: z.string().max(500).optional(),
});
