import * as z from "zod";

export const Noun = z.enum([
  "contact",
  "company",
  "deal",
  "activity",
  "campaign",
  "segment",
  "template",
  "form",
  "import",
]);

export const Hit = z.object({
  noun: Noun,
  id: z.string(),
  title: z.string(),
  subtitle: z.string().optional(),
  ownerId: z.string().optional(),
});
export type Hit = z.infer<typeof Hit>;

export const Result = z.object({
  items: z.array(Hit),
  refine: z.boolean().meta({ description: "There is more than this: add a word or a letter" }),
});
export type Result = z.infer<typeof Result>;

export const Find = z.strictObject({
  q: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .meta({ description: "Words, beginnings of words, emails, domains, digits" }),
  noun: z.union([Noun, z.array(Noun).max(Noun.options.length)]).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
