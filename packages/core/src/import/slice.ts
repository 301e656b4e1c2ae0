import { claim, guardKey } from "../aws/guard.ts";
import type * as Job from "../aws/job.ts";
import { stamp } from "../aws/stamp.ts";
import { getMany, putOnce } from "../aws/statement.ts";
import * as Storage from "../aws/storage.ts";
import { records } from "../aws/table.ts";
import { type Contact, contacts, emailGuard } from "../contact/contact.entity.ts";
import { Unprocessable } from "../kernel/error.ts";
import { idFor } from "../kernel/once.ts";
import { ownership } from "../member/ownership.ts";
import { beforeOf, bringIn, changesFor, companyOf, type Plan, reasonOf, update } from "./apply.ts";
import { type Row, readRows } from "./csv.ts";
import { fileKey, type Import, imports, sliceKey } from "./import.entity.ts";
import { MAX_ROWS, type Options, type Target } from "./import.schema.ts";
import { Pace } from "./pace.ts";
import { writeProblems } from "./problem.ts";
import { type Fields, type Parsed, parseRow } from "./row.ts";

const SLICE_BYTES = 128 * 1024;
const SLICE_ROWS = 200;
const PARALLEL = 16;

export type Input = { importId: string; dryRun: boolean };
export type Cursor = { byte: number; line: number };

export type Problem = { line: number; kind: "error" | "warning"; reason: string; values: string[] };
type Outcome = "created" | "updated" | "failed";
type Done = { outcome: Outcome; company: boolean; problems: Problem[] };

/** Reads the next rows, says in a manifest what it will do, does it, and leaves counts and the place to go on from. */
export async function slice(job: Job.Job<Input, Cursor>): Promise<Job.Step<Cursor>> {
  const pace = new Pace(500);
  const file = await imports.fromID(job.input.importId);
  const cursor = job.cursor ?? { byte: 0, line: 1 };
  const end = Math.min(file.size, cursor.byte + SLICE_BYTES);
  const bytes = await Storage.read(fileKey(file.id), { start: cursor.byte, end });
  const first = cursor.byte === 0;
  const read = readRows(bytes, {
    delimiter: file.delimiter ?? ",",
    line: cursor.line,
    start: first,
    end: end === file.size,
    max: SLICE_ROWS,
  });
  if ((job.counts.rows ?? 0) + read.rows.length > MAX_ROWS + 1)
    throw new Unprocessable(
      `The file has more than ${MAX_ROWS} rows. Split it and import the parts.`,
      "too-many-rows",
    );

  const rows = first ? read.rows.slice(1) : read.rows;
  const done = await rowsIn(file, job, rows, cursor.byte);
  const next = { byte: cursor.byte + read.bytes, line: read.nextLine };
  const finished = next.byte >= file.size;
  await keepProblems(
    job.id,
    cursor.byte,
    done.flatMap((one) => one.problems),
  );
  if (finished) await writeProblems(file, job.id);
  if (!job.input.dryRun) await pace.reach(rows.length);
  return { cursor: next, done: read.bytes, total: file.size, counts: countsOf(done), finished };
}

function countsOf(done: Done[]): Record<string, number> {
  const count = (outcome: Outcome) => done.filter((one) => one.outcome === outcome).length;
  return {
    rows: done.length,
    created: count("created"),
    updated: count("updated"),
    failed: count("failed"),
    warned: done.filter((one) => one.outcome !== "failed" && one.problems.length > 0).length,
    companies: done.filter((one) => one.company).length,
  };
}

type Work = {
  row: Row;
  parsed: Parsed;
  plan?: Plan;
  existing?: Contact;
  changes?: Record<string, unknown>;
  error?: string;
};

async function rowsIn(file: Import, job: Job.Job<Input, Cursor>, rows: Row[], byte: number): Promise<Done[]> {
  const mapping = (file.options.mapping ?? []) as Target[];
  const work: Work[] = rows.map((row) => ({ row, parsed: parseRow(row, mapping, file.options) }));
  const existing = await existingFor(work);
  const extra = await extraFor(file);
  decide(work, existing, file.options, job, extra);
  if (!job.input.dryRun) await keepManifest(job.id, byte, work);
  const companiesHere = new Map<string, Promise<{ id: string; created: boolean }>>();
  const results: Done[] = [];
  for (let start = 0; start < work.length; start += PARALLEL)
    results.push(
      ...(await Promise.all(
        work.slice(start, start + PARALLEL).map((one) => doOne(one, file, job, companiesHere, extra)),
      )),
    );
  return results;
}

/** Who has these emails now: 1 BatchGetItem a hundred for the guards, 1 for the contacts. */
async function existingFor(work: Work[]): Promise<Map<string, Contact>> {
  const emails = [
    ...new Set(
      work.flatMap(({ parsed }) => (parsed.contact.email ? [parsed.contact.email.toLowerCase()] : [])),
    ),
  ];
  const found = new Map<string, Contact>();
  for (let start = 0; start < emails.length; start += 100) {
    const guards = await getMany(
      emails.slice(start, start + 100).map((email) => guardKey(emailGuard(email))),
    );
    const holders = await contacts.fromIDs(guards.map((guard) => String(guard.holder)));
    for (const contact of holders)
      if (contact.email && contact.shelf === "live") found.set(contact.email.toLowerCase(), contact);
  }
  return found;
}

async function extraFor(file: Import): Promise<Partial<Fields>> {
  const owner = await ownership(file.options.ownerId ?? undefined);
  return {
    ...owner,
    importId: file.id,
    ...(file.options.welcome ? { welcome: true } : {}),
  } as Partial<Fields>;
}

/** What becomes of each row; nothing is written yet. A second row with an email of this slice is told apart from the first. */
function decide(
  work: Work[],
  existing: Map<string, Contact>,
  options: Options,
  job: Job.Job<Input>,
  extra: Partial<Fields>,
): void {
  const mode = options.mode ?? "both";
  const here = new Map<string, number>();
  for (const one of work) {
    const { parsed } = one;
    if (parsed.error) {
      one.error = parsed.error;
      continue;
    }
    const email = parsed.contact.email?.toLowerCase();
    const twin = email === undefined ? undefined : here.get(email);
    if (twin !== undefined) {
      one.error = `has the same email as line ${twin}; only the first came in`;
      continue;
    }
    if (email) here.set(email, parsed.line);
    const own = idFor("contact", `${job.id}\nline ${parsed.line}`, new Date(job.createdAt));
    const contact = email ? existing.get(email) : undefined;
    // What an earlier try of this very slice created is no contact that was there before.
    const there = contact && contact.id !== own ? contact : undefined;
    if (there && mode === "create") one.error = `a contact with the email ${email} is there already`;
    else if (!there && mode === "update")
      one.error = email ? `no contact has the email ${email}` : "has no email to find a contact by";
    else if (there) {
      one.existing = there;
      const { importId: _, welcome: __, ...kept } = extra;
      one.changes = changesFor(there, parsed, kept);
      one.plan = { line: parsed.line, id: there.id, create: false, before: beforeOf(there, one.changes) };
    } else one.plan = { line: parsed.line, id: own, create: true };
  }
}

/** The first try's manifest stays: a second one would take changed values for the ones before. */
async function keepManifest(jobId: string, byte: number, work: Work[]): Promise<void> {
  const plans = work.flatMap(({ plan }) => (plan ? [plan] : []));
  const item = { ...sliceKey(jobId, byte), plans, _v: 1, ...stamp() };
  await putOnce({
    Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" },
  });
}

async function keepProblems(jobId: string, byte: number, problems: Problem[]): Promise<void> {
  if (problems.length === 0) return;
  const key = { pk: sliceKey(jobId, byte).pk, sk: `problem#${String(byte).padStart(12, "0")}` };
  await putOnce({ Put: { TableName: records(), Item: { ...key, problems, _v: 1, ...stamp() } } });
}

async function doOne(
  { row, parsed, plan, changes, error }: Work,
  file: Import,
  job: Job.Job<Input>,
  companiesHere: Map<string, Promise<{ id: string; created: boolean }>>,
  extra: Partial<Fields>,
): Promise<Done> {
  const warnings = parsed.warnings.map(
    (reason): Problem => ({ line: row.line, kind: "warning", reason, values: row.values }),
  );
  const failed = (reason: string): Done => ({
    outcome: "failed",
    company: false,
    problems: [{ line: row.line, kind: "error", reason, values: row.values }],
  });
  if (error || !plan) return failed(error ?? "was not understood");
  const outcome = plan.create ? "created" : "updated";
  if (job.input.dryRun) return wouldBe(plan, parsed, job, file.options, warnings, failed);
  let company: { id: string; created: boolean } | undefined;
  if (parsed.company) {
    const fresh = !companiesHere.has(parsed.company);
    if (fresh)
      companiesHere.set(parsed.company, companyOf(parsed.company, job.id, file.id, new Date(job.createdAt)));
    company = await companiesHere.get(parsed.company);
    if (company && !fresh) company = { ...company, created: false };
  }
  try {
    const link = company ? { companyId: company.id } : {};
    if (plan.create) await bringIn(parsed, plan.id, { ...extra, ...link, createdAt: job.createdAt });
    else await update(plan.id, changes ?? {});
  } catch (refused) {
    return failed(reasonOf(refused));
  }
  return { outcome, company: company?.created ?? false, problems: warnings };
}

/** A dry run remembers for a day which emails it saw, so that a row which repeats an earlier one is counted as what it will be. */
async function wouldBe(
  plan: Plan,
  parsed: Parsed,
  job: Job.Job<Input>,
  options: Options,
  warnings: Problem[],
  failed: (reason: string) => Done,
): Promise<Done> {
  const email = parsed.contact.email?.toLowerCase();
  const done = (outcome: Outcome): Done => ({ outcome, company: false, problems: warnings });
  if (!plan.create || !email) return done(plan.create ? "created" : "updated");
  const { Put } = claim({ kind: `check-${job.id}`, value: email }, plan.id);
  const _ttl = Math.floor(Date.now() / 1000) + 86_400;
  const earlier = await putOnce({ Put: { ...Put, Item: { ...Put?.Item, _ttl } } as typeof Put });
  if (!earlier) return done("created");
  return options.mode === "create"
    ? failed(`a contact with the email ${email} is there already`)
    : done("updated");
}
