import type { Stage } from "../stage/helper.ts";
import type { Json, Owner } from "./client.ts";

export type Counts = {
  rows: number;
  created: number;
  updated: number;
  failed: number;
  warned: number;
  companies: number;
};

export type Imported = { id: string; preview: Json[]; check: Counts; run: Counts };

const counts = (run: Counts): Counts => {
  const { rows, created, updated, failed, warned, companies } = run;
  return { rows, created, updated, failed, warned, companies };
};

type Info = Json & { id: string; state: string; options: { mapping: string[] }; check: Counts; run: Counts };

/** As the wizard does it: announce, upload straight to S3, read, set the options, preview, dry run, run. */
export async function importing(
  stage: Stage,
  owner: Owner,
  csv: string,
  options: object,
): Promise<Imported & { mapping: string[] }> {
  const { id, mapping } = await uploaded(owner, csv);
  await owner.patch(`/imports/${id}`, options);
  const preview = await owner.get<{ items: Json[] }>(`/imports/${id}/preview`);
  await owner.post(`/imports/${id}/start`, { dryRun: true });
  await stage.idle(300_000);
  const check = await owner.get<Info>(`/imports/${id}`);
  if (!check.check) throw new Error(`the dry run left nothing: ${JSON.stringify(check)}`);
  await owner.post(`/imports/${id}/start`);
  await stage.idle(900_000);
  const done = await owner.get<Info>(`/imports/${id}`);
  if (done.state !== "done") throw new Error(`the import is ${done.state}: ${JSON.stringify(done.run)}`);
  return { id, mapping, preview: preview.items, check: counts(check.check), run: counts(done.run) };
}

/** A file announced, brought to S3 by the presigned URL, and read. */
export async function uploaded(owner: Owner, csv: string): Promise<{ id: string; mapping: string[] }> {
  const body = Buffer.from(csv);
  const made = await owner.post<Info & { upload: string }>("/imports", {
    fileName: "customers.csv",
    size: body.length,
  });
  const put = await fetch(made.upload, { method: "PUT", body, headers: { "content-type": "text/csv" } });
  if (!put.ok) throw new Error(`S3 refused the upload with ${put.status}: ${await put.text()}`);
  const read = await owner.post<Info>(`/imports/${made.id}/inspect`);
  return { id: made.id, mapping: read.options.mapping };
}
