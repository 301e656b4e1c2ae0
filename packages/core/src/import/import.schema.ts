import * as z from "zod";
import { Lifecycle } from "../contact/contact.schema.ts";
import { idOf } from "../kernel/id.ts";
import * as Job from "../kernel/job.ts";
import { line, RecordInfo, Tags, version } from "../kernel/record.ts";

/** What a column of the file becomes. */
export const Target = z.enum([
  "ignore",
  "name",
  "firstName",
  "lastName",
  "email",
  "phone",
  "phone2",
  "title",
  "company",
  "website",
  "street",
  "city",
  "region",
  "postcode",
  "country",
  "language",
  "timeZone",
  "lifecycle",
  "tags",
  "externalId",
  "subscribedAt",
  "about",
]);
export type Target = z.infer<typeof Target>;

export const DateOrder = z.enum(["dmy", "mdy", "ymd"]);
export type DateOrder = z.infer<typeof DateOrder>;

/** create: an email that is known is an error; update: one that is unknown is; both: whichever fits. */
export const Mode = z.enum(["create", "update", "both"]);

/** waiting for its file, ready to start, checking (a dry run), running, and how it ended. */
export const State = z.enum([
  "waiting",
  "ready",
  "checking",
  "running",
  "done",
  "failed",
  "cancelled",
  "undoing",
  "undone",
]);
export type State = z.infer<typeof State>;

/** At most 50,000 rows and 50 MB a file. */
export const MAX_BYTES = 50_000_000;
export const MAX_ROWS = 50_000;
export const MAX_COLUMNS = 200;

export const Options = z.strictObject({
  mapping: z.array(Target).max(MAX_COLUMNS).optional(),
  dateOrder: DateOrder.optional(),
  mode: Mode.optional(),
  tags: Tags.optional(),
  lifecycle: Lifecycle.optional(),
  ownerId: idOf("member").nullable().optional(),
  /** The people in the file agreed to receive marketing; states where and how. */
  consent: z
    .strictObject({ basis: z.enum(["consent", "contract", "legitimate-interest"]), source: line(120).min(1) })
    .nullable()
    .optional(),
  /** Fires the welcome mail for each new contact; off = the import stays silent. */
  welcome: z.boolean().optional(),
});
export type Options = z.infer<typeof Options>;

export const Column = z.object({ header: z.string(), samples: z.array(z.string()) });

/** How a run went, or goes. Rows are counted once: created + updated + failed = rows. */
export const Run = z.object({
  jobId: z.string(),
  state: Job.State,
  bytes: Job.Progress,
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  failed: z.int(),
  warned: z.int(),
  companies: z.int(),
  error: z.string().optional(),
  finishedAt: z.iso.datetime().optional(),
});
export type Run = z.infer<typeof Run>;

export const Undo = z.object({
  jobId: z.string(),
  state: Job.State,
  removed: z.int(),
  restored: z.int(),
  kept: z.int().meta({ description: "Changed by somebody since, so left as they are" }),
});

export const Info = RecordInfo.extend({
  id: idOf("import"),
  fileName: z.string(),
  size: z.int(),
  state: State,
  columns: z.array(Column).optional(),
  delimiter: z.string().optional(),
  options: Options,
  check: Run.optional().meta({ description: "The last dry run" }),
  run: Run.optional(),
  undo: Undo.optional(),
});
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject({
  fileName: line(200)
    .min(1)
    .regex(/\.(csv|tsv|txt)$/i, "must end in .csv, .tsv or .txt"),
  size: z.int().min(1).max(MAX_BYTES),
});

export const Edit = z.strictObject({ id: idOf("import"), version, ...Options.shape });

/** One row as it would come in. */
export const PreviewRow = z.object({
  line: z.int(),
  contact: z.record(z.string(), z.unknown()).optional(),
  company: z.string().optional(),
  warnings: z.array(z.string()),
  error: z.string().optional(),
});
export type PreviewRow = z.infer<typeof PreviewRow>;
