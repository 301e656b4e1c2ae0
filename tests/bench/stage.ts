import { built, withBundles } from "../../packages/local/src/build/index.ts";
import { startStage } from "../../packages/local/src/stage.ts";
import { campaign } from "../numbers/campaign.ts";
import type { Line } from "../numbers/measure.ts";
import { type Ask, csvOf, imported, owner, throughput } from "./api.ts";

type Stage = Awaited<ReturnType<typeof startStage>>;
/** A stage's hour of mail takes half an hour here: a larger one is measured without. */
const MAILED = 1_000;
const round = (value: number, places = 1) => value.toFixed(places);
const printed = (name: string, measured: string): Line => ({ name, bound: "printed", measured, holds: true });

/** The busiest key of any second, by units written and read. */
function heat(stage: Stage) {
  const seconds = new Map<string, { read: number; write: number; key: string }>();
  for (const { at, keys } of stage.meter.entries)
    for (const { table, index = "", key, read, write } of keys) {
      const place = `${table}/${index} ${key}`;
      const id = `${Math.floor(at / 1_000)} ${place}`;
      const sum = seconds.get(id) ?? { read: 0, write: 0, key: place };
      seconds.set(id, { read: sum.read + read, write: sum.write + write, key: place });
    }
  const all = [...seconds.values()];
  const most = (kind: "read" | "write") => all.sort((left, right) => right[kind] - left[kind])[0];
  return { write: most("write"), read: most("read") };
}

function heatLines(stage: Stage, during: string): Line[] {
  const { write, read } = heat(stage);
  const nameOf = (key = "") => key.replace(/wsp_\w+/, "WS").slice(0, 70);
  return [
    {
      name: `heat, ${during}: writes`,
      bound: "≤ 1,000 WCU/s a key",
      measured: `${round(write?.write ?? 0)} on ${nameOf(write?.key)}`,
      holds: (write?.write ?? 0) <= 1_000,
    },
    {
      name: `heat, ${during}: reads`,
      bound: "≤ 3,000 RCU/s a key",
      measured: `${round(read?.read ?? 0)} on ${nameOf(read?.key)}`,
      holds: (read?.read ?? 0) <= 3_000,
    },
  ];
}

async function speeds(ask: Ask, count: number): Promise<Line[]> {
  const { items } = await ask<{ items: { id: string }[] }>("GET", "/contacts?limit=60");
  const { items: pipelines } = await ask<{ items: { id: string }[] }>("GET", "/pipelines");
  const batch = items
    .slice(0, 25)
    .map(({ id }) => `ids=${id}`)
    .join("&");
  const mail = (at: number) => `t${at}-${Math.random().toString(36).slice(2)}@bench.example`;
  const runs: [string, (at: number) => Promise<unknown>][] = [
    ["get", (at) => ask("GET", `/contacts/${items[at % items.length]?.id}`)],
    ["list 60", () => ask("GET", "/contacts?limit=60")],
    ["search", (at) => ask("GET", `/search?q=callahan${at % count}`)],
    ["board", () => ask("GET", `/pipelines/${pipelines[0]?.id}/board`)],
    ["batch of 25", () => ask("GET", `/contacts?${batch}`)],
    ["create", (at) => ask("POST", "/contacts", { firstName: "T", email: mail(at) })],
  ];
  const lines: Line[] = [];
  for (const [name, run] of runs) {
    try {
      const rate = await throughput(run);
      lines.push(printed(`API, ${count} contacts, 16 connections: ${name}`, `${round(rate, 0)} a second`));
    } catch (error) {
      lines.push({ name: `API: ${name}`, bound: "printed", measured: String(error), holds: false });
    }
  }
  return lines;
}

/** What only a whole stage can say: speed, heat, mails, start and memory. */
export async function stageLines(root: string, count: number): Promise<Line[]> {
  const from = await built(root);
  const began = performance.now();
  const stage = await startStage({
    assembly: from.assembly,
    extras: from.extras,
    template: (stacks) => withBundles(stacks, root, from),
  });
  const start = performance.now() - began;
  try {
    const ask = await owner(stage);
    await stage.idle();
    stage.meter.keep = true;
    stage.meter.reset();
    const ms = await imported(stage, ask, csvOf(count));
    const units = (table = "") => stage.meter.of(table).write / count;
    const { Records, Reports, History } = stage.tables;
    const lines = [
      printed("stage: start, templates and bundles built", `${round(start, 0)} ms`),
      printed(
        `import of ${count}`,
        `${round(ms / 1_000)} s, ${round(count / (ms / 1_000), 0)} contacts a second`,
      ),
      printed(
        "import: WRU a contact in all",
        `${round(units(Records), 2)} Records, ${round(units(Reports), 2)} Reports, ${round(units(History), 2)} History`,
      ),
      ...heatLines(stage, "import"),
      ...(await speeds(ask, count)),
    ];
    // What a recipient costs doesn't depend on how many there are; `bench -- campaign` mails a million.
    if (count <= MAILED) lines.push(...(await campaign(stage, ask, count)), ...heatLines(stage, "campaign"));
    lines.push(printed("stage: resident memory", `${round(process.memoryUsage().rss / 2 ** 20, 0)} MB`));
    return lines;
  } finally {
    await stage.stop();
  }
}
