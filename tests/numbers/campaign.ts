import type { startStage } from "../../packages/local/src/stage.ts";
import type { Ask } from "../bench/api.ts";
import type { Line } from "./measure.ts";

type Stage = Awaited<ReturnType<typeof startStage>>;

/** SES's rate on a stage, where nothing else is set. */
const RATE = 14;
const MINUTES = 120;

/** What the design allows for each recipient, by the partition that is written. */
const bounds: [name: string, keys: RegExp, wru: number][] = [
  ["claim + result", /#(ledger|tally)$/, 0.5],
  ["its row, with the sender's, SES's word and the delivery", /#timeline#/, 3],
  ["cap", /#cap#/, 1],
];

/** Writes and starts a campaign to everybody tagged `bench`; resolves when its ledger is written and nothing is sent. */
async function started(stage: Stage, ask: Ask): Promise<string> {
  const filter = { field: "tags", operator: "has", value: "bench" };
  const segment = await ask<{ id: string }>("POST", "/segments", { kind: "live", name: "All", filter });
  await stage.clock.advance(5_000);
  const letter = { name: "T", subject: "Hi", html: "<p>Hi {{ contact.firstName }}</p>" };
  const template = await ask<{ id: string }>("POST", "/templates", letter);
  const cap = { count: 5, days: 7 };
  const draft = { name: "Bench", segmentId: segment.id, templateId: template.id, cap };
  const { id } = await ask<{ id: string }>("POST", "/campaigns", draft);
  await ask("POST", `/campaigns/${id}/send`, { holdSeconds: 0 });
  await stage.idle();
  return id;
}

/** A campaign to these contacts, from the release of its first chunk to the last delivery, by units and calls a recipient. */
export async function campaign(stage: Stage, ask: Ask, count: number): Promise<Line[]> {
  const id = await started(stage, ask);
  let calls = 0;
  const uncounted = stage.intercept(({ service, action }) => {
    if (service === "ses" && action === "SendBulkEmail") calls++;
  });
  stage.meter.keep = true;
  stage.meter.reset();
  for (let minute = 0; minute < MINUTES; minute++) {
    await stage.clock.advance(60_000);
    const { state } = await ask("GET", `/campaigns/${id}`);
    if (String(state).startsWith("finished")) break;
  }
  uncounted();
  const { sent, delivered } = await ask("GET", `/campaigns/${id}/results`);
  const most = 1.1 / Math.min(50, RATE);
  const { Records = "", Reports = "" } = stage.tables;
  return [
    {
      name: `campaign to ${count}: sent, delivered`,
      bound: "all",
      measured: `${sent}, ${delivered}`,
      holds: sent === count && delivered === count,
    },
    {
      name: `campaign to ${count}: SES calls a recipient`,
      bound: `≤ ${most.toFixed(3)} (rate ${RATE})`,
      measured: (calls / count).toFixed(3),
      holds: calls > 0 && calls / count <= most,
    },
    ...bounds.map(([name, keys, wru]): Line => {
      const units = written(stage, Records, keys) / count;
      return {
        name: `campaign, WRU a recipient: ${name}`,
        bound: `≤ ${wru}`,
        measured: units.toFixed(2),
        holds: units > 0 && units <= wru,
      };
    }),
    {
      name: "campaign, WRU a recipient in all",
      bound: "printed",
      measured: `${(stage.meter.of(Records).write / count).toFixed(2)} Records, ${(stage.meter.of(Reports).write / count).toFixed(2)} Reports`,
      holds: true,
    },
  ];
}

function written(stage: Stage, table: string, keys: RegExp): number {
  const all = stage.meter.entries.filter((entry) => entry.table === table).flatMap((entry) => entry.keys);
  return all.filter(({ key }) => keys.test(key)).reduce((sum, { write }) => sum + write, 0);
}
