import * as z from "zod";
import * as Job from "../aws/job.ts";
import * as Storage from "../aws/storage.ts";
import { Conflict, Invalid, NotFound, Unprocessable } from "../kernel/error.ts";
import { fn } from "../kernel/fn.ts";
import { idOf, newId } from "../kernel/id.ts";
import { type Page, PageInput } from "../kernel/page.ts";
import { toInfo } from "../kernel/record.ts";
import { ownership } from "../member/ownership.ts";
import { errorsKey, fileKey, type Import, imports } from "./import.entity.ts";
import {
  Create,
  Edit,
  type Info,
  type Options,
  type PreviewRow,
  type Run,
  type State,
} from "./import.schema.ts";
import { guessDateOrder, guessMapping } from "./mapping.ts";
import { parseRow } from "./row.ts";

export * from "./import.schema.ts";
export { slice } from "./slice.ts";
export { undoSlice } from "./undo.ts";

const HEAD_BYTES = 128 * 1024;
const SAMPLES = 5;
const PREVIEW_ROWS = 20;
const QUEUE = "IMPORT_QUEUE_URL";

function runOf(job: Job.Job | undefined): Run | undefined {
  if (!job) return undefined;
  const { id: jobId, state, progress: bytes, counts, error, finishedAt } = job;
  const { rows = 0, created = 0, updated = 0, failed = 0, warned = 0, companies = 0 } = counts;
  return { jobId, state, bytes, rows, created, updated, failed, warned, companies, error, finishedAt };
}

function stateOf(file: Import, check?: Job.Job, run?: Job.Job, undo?: Job.Job): State {
  if (undo) return undo.state === "done" ? "undone" : "undoing";
  if (run) return run.state === "queued" ? "running" : run.state;
  if (check && !Job.ended.includes(check.state)) return "checking";
  return file.columns ? "ready" : "waiting";
}

async function info(file: Import): Promise<Info> {
  const { checkJobId, jobId, undoJobId, ...rest } = toInfo(file);
  const [check, run, undo] = await Promise.all(
    [checkJobId, jobId, undoJobId].map((id) => (id ? Job.fromID(id) : undefined)),
  );
  return {
    ...rest,
    state: stateOf(file, check, run, undo),
    check: runOf(check),
    run: runOf(run),
    undo: undo && {
      jobId: undo.id,
      state: undo.state,
      removed: undo.counts.removed ?? 0,
      restored: undo.counts.restored ?? 0,
      kept: undo.counts.kept ?? 0,
    },
  } as Info;
}

const Which = z.strictObject({ id: idOf("import") });

/** Announces a file; `upload` takes one PUT of exactly that size within 15 minutes. */
export const create = fn("import:write", Create, async (input) => {
  const file = await imports.create({ ...input, options: {} });
  const upload = await Storage.presignPut(fileKey(file.id), {
    bytes: input.size,
    type: "text/csv",
    seconds: 900,
  });
  return { ...(await info(file)), upload };
});

export const fromID = fn("import:read", Which, async ({ id }) => info(await imports.fromID(id)));

export const list = fn("import:read", PageInput, async (input): Promise<Page<Info>> => {
  const page = await imports.list(input);
  return { ...page, items: await Promise.all(page.items.map(info)) };
});

/** Reads the uploaded file's head: separator, columns with samples, and a guess at what they mean. */
export const inspect = fn("import:write", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  const size = await Storage.sizeOf(fileKey(id));
  if (size === undefined) throw new Unprocessable("The file has not arrived. Upload it first.", "no-file");
  const { delimiter, rows } = await head(file, size);
  const header = rows[0]?.values;
  if (!header || rows.length < 2)
    throw new Unprocessable("The file needs a line of headers and at least one row.", "empty-file");
  const columns = header.map((text, place) => ({
    header: text.slice(0, 100),
    samples: rows.slice(1, 1 + SAMPLES).map((row) => (row.values[place] ?? "").slice(0, 100)),
  }));
  const mapping = guessMapping(columns);
  const dates = columns[mapping.indexOf("subscribedAt")]?.samples ?? [];
  const options: Options = {
    ...file.options,
    mapping,
    dateOrder: guessDateOrder(dates),
    mode: file.options.mode ?? "both",
  };
  return info(await imports.edit(id, { size, columns, delimiter, options }));
});

async function head(file: Import, size: number) {
  // On demand: the parser would be in the way of every first request.
  const { decode, delimiterOf, readRows } = await import("./csv.ts");
  const end = Math.min(size, HEAD_BYTES);
  const bytes = await Storage.read(fileKey(file.id), { start: 0, end });
  const { text } = decode(bytes, { start: true, end: end === size });
  const delimiter = delimiterOf(text.replace(/^\ufeff/, ""));
  const read = readRows(bytes, { delimiter, line: 1, start: true, end: end === size, max: PREVIEW_ROWS + 1 });
  return { delimiter, rows: read.rows };
}

async function expectNotStarted(file: Import): Promise<void> {
  if (file.jobId)
    throw new Unprocessable("The import has started; its settings can't change any more.", "import-started");
}

/** The mapping and how to bring the rows in; only before it starts. */
export const edit = fn("import:write", Edit, async ({ id, version, ...changes }) => {
  const file = await imports.fromID(id);
  await expectNotStarted(file);
  if (changes.ownerId) await ownership(changes.ownerId);
  if (changes.mapping) expectMapping(changes.mapping, file);
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const options = { ...file.options, ...Object.fromEntries(given) } as Options;
  return info(await imports.edit(id, { options }, { version: version ?? file._v }));
});

function expectMapping(mapping: string[], file: Import): void {
  if (file.columns && mapping.length !== file.columns.length)
    throw new Invalid([
      { path: "mapping", message: `needs one entry for each of the ${file.columns.length} columns` },
    ]);
  const used = mapping.filter((target) => target !== "ignore");
  const twice = used.find((target, place) => used.indexOf(target) !== place);
  if (twice) throw new Invalid([{ path: "mapping", message: `${twice} is given to two columns` }]);
}

/** The first rows as they would come in. */
export const preview = fn("import:read", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  if (!file.columns) throw new Unprocessable("Read the file first.", "not-inspected");
  const { rows } = await head(file, file.size);
  const items = rows.slice(1, PREVIEW_ROWS + 1).map((row): PreviewRow => {
    const { contact, ...parsed } = parseRow(row, file.options.mapping ?? [], file.options);
    const filled = Object.fromEntries(Object.entries(contact).filter(([, value]) => value !== undefined));
    return { ...parsed, contact: filled };
  });
  return { items };
});

export const Start = z.strictObject({ id: idOf("import"), dryRun: z.boolean().optional() });

/** Starts the job, or a dry run that counts what would happen and writes nothing. Starting twice starts once. */
export const start = fn("import:write", Start, async ({ id, dryRun = false }) => {
  const file = await imports.fromID(id);
  if (!file.columns) throw new Unprocessable("Read the file first.", "not-inspected");
  const mapped = new Set(file.options.mapping);
  if (!["email", "name", "firstName", "lastName", "phone"].some((target) => mapped.has(target as never)))
    throw new Unprocessable("Map at least one column to a name, an email or a phone.", "nothing-mapped");
  if (file.jobId) return info(file);
  const jobId = newId("job");
  const job = {
    kind: "import",
    queue: QUEUE,
    input: { importId: id, dryRun },
    id: jobId,
    total: file.size,
    silent: !file.options.welcome,
  } as const;
  const { write } = Job.creation(job);
  const started = await imports.edit(id, dryRun ? { checkJobId: jobId } : { jobId }, {
    version: file._v,
    with: [write],
  });
  await Job.wake({ id: jobId, queue: QUEUE });
  return info(started);
});

async function jobOf(file: Import): Promise<string> {
  const id = file.undoJobId ?? file.jobId ?? file.checkJobId;
  if (!id) throw new Unprocessable("The import has not started.", "not-started");
  return id;
}

/** Stops after the rows that are under way; what came in stays and can be undone. */
export const cancel = fn("import:write", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  await Job.cancel(await jobOf(file));
  return info(file);
});

/** Goes on where a cancelled or failed import stopped. */
export const resume = fn("import:write", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  await Job.resume(await jobOf(file));
  return info(file);
});

/** Takes the import back: created contacts go to the trash, changed ones get their former values. */
export const undo = fn("import:write", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  if (file.undoJobId) return info(file);
  if (!file.jobId)
    throw new Unprocessable("There is nothing to undo: the import has not started.", "not-started");
  const run = await Job.fromID(file.jobId);
  if (!Job.ended.includes(run.state))
    throw new Conflict("Cancel the import before you undo it.", { type: "import-running" });
  const jobId = newId("job");
  const { write } = Job.creation({
    kind: "import-undo",
    queue: QUEUE,
    input: { importId: id, jobId: file.jobId },
    id: jobId,
    silent: true,
  });
  const undoing = await imports.edit(id, { undoJobId: jobId }, { version: file._v, with: [write] });
  await Job.wake({ id: jobId, queue: QUEUE });
  return info(undoing);
});

/** A link, good for 5 minutes, to the CSV of rows that failed or came in with a warning. */
export const problems = fn("import:read", Which, async ({ id }) => {
  const file = await imports.fromID(id);
  if ((await Storage.sizeOf(errorsKey(id))) === undefined) throw new NotFound("problem file of import", id);
  const fileName = `${file.fileName.replace(/\.\w+$/, "")}-problems.csv`;
  return { url: await Storage.presignGet(errorsKey(id), { fileName, seconds: 300 }), fileName };
});
