import * as z from "zod";
import { idOf } from "./id.ts";

/** What every record's public shape has. Times are ISO 8601 in UTC. */
export const RecordInfo = z.object({
  version: z.int().meta({ description: "Raised by each change; the ETag" }),
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
  removedAt: z.iso.datetime().optional().meta({ description: "When it went to the trash" }),
  ownerId: idOf("member").optional(),
  teamId: idOf("team").optional(),
  externalId: z.string().optional(),
});
export type RecordInfo = z.infer<typeof RecordInfo>;

type Kept = {
  id: string;
  workspaceId: string;
  shelf: string;
  createdAt: string;
  createdBy: string;
  removedAt?: string | undefined;
  ownerId?: string | undefined;
  teamId?: string | undefined;
  externalId?: string | undefined;
  _v: number;
  _by: string;
  _at: string;
};

/** The public shape of a kept record: its own fields, and the stamp under its public names. */
export function toInfo<T extends Kept>(record: T) {
  const own = Object.fromEntries(
    Object.entries(record).filter(
      ([name]) => !name.startsWith("_") && name !== "workspaceId" && name !== "shelf",
    ),
  ) as Omit<T, "workspaceId" | "shelf" | `_${string}`>;
  return { ...own, version: record._v, updatedAt: record._at, updatedBy: record._by };
}

/** Bounded, trimmed text; line breaks and other control characters are refused. */
export function line(max: number) {
  return (
    z
      .string()
      .trim()
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
      .regex(/^[^\u0000-\u001f\u007f]*$/, "must not contain line breaks or control characters")
  );
}

/** Longer text with line breaks. */
export function text(max: number) {
  return (
    z
      .string()
      .max(max)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses
      .regex(/^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/, "must not contain control characters")
  );
}

export const ExternalId = line(200)
  .min(1)
  .meta({ description: "Your own id, unique for each kind of record" });
export const Tag = line(60).min(1);
export const Tags = z
  .array(Tag)
  .max(50)
  .transform((tags) => [...new Set(tags)]);
/** RFC 5321: at most 254 characters; kept as typed, compared in lower case. */
export const Email = z.email().max(254);
export const WebAddress = z.url({ protocol: /^https?$/ }).max(500);
/** ISO 3166-1 alpha-2 where it is known, else the text as it came. */
export const Country = line(80);
export const Address = z.strictObject({
  street: line(200).optional(),
  city: line(120).optional(),
  region: line(120).optional(),
  postcode: line(20).optional(),
  country: Country.optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
});
export type Address = z.infer<typeof Address>;

/** From If-Match: the write is refused unless the record still has this version. */
export const version = z.int().min(1).optional();

/** For an edit: each field may be left out (unchanged) or null (cleared). */
export function clearable<Shape extends z.ZodRawShape>(shape: Shape) {
  const entries = Object.entries(shape).map(([name, schema]) => [
    name,
    (schema as z.ZodType).nullable().optional(),
  ]);
  return Object.fromEntries(entries) as unknown as {
    [K in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[K]>>;
  };
}
