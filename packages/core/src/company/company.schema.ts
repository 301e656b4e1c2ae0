import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import {
  Address,
  clearable,
  ExternalId,
  line,
  RecordInfo,
  Tags,
  version,
  WebAddress,
} from "../kernel/record.ts";

/** A mail domain such as `example.com`, lower case. */
export const Domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, "must be a domain such as example.com");

const fields = {
  name: line(200).min(1),
  domain: Domain.optional().meta({
    description: "Mail domain; unique. New contacts with it are linked to the company",
  }),
  website: WebAddress.optional(),
  phone: line(60).optional(),
  industry: line(80).optional(),
  size: z.int().min(0).max(10_000_000).optional().meta({ description: "Number of people" }),
  address: Address.optional(),
  tags: Tags.optional(),
  ownerId: idOf("member").optional(),
  externalId: ExternalId.optional(),
  about: line(2_000).optional(),
};

export const Info = RecordInfo.extend({
  id: idOf("company"),
  ...fields,
  tags: z.array(z.string()),
  importId: idOf("import").optional(),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject(fields);
export type Create = z.input<typeof Create>;

export const Edit = z.strictObject({
  id: idOf("company"),
  version,
  ...clearable(fields),
  name: line(200).min(1).optional(),
});
export type Edit = z.input<typeof Edit>;
