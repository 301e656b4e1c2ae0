/**
 * `npm run bench -- table`: the table engine beside DynamoDB Local. Both over loopback HTTP with the same client, ours on
 * file, theirs in memory; requests made ready before; a stream with both images and two indexes.
 */
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Line } from "../numbers/measure.ts";
import { hasJava, startLocal } from "../table/differential/local.ts";
import { Caller, startEngine } from "../table/process.ts";
import { queryIndex, table, writeBatches, writeTransactions } from "./table/load.ts";
import { plainRate } from "./table/plain.ts";

const small = 30_000;
const large = 500_000;
const window = 10_000;

/** Requests or items a second, by the clock and by the engine's own processor time: others may share the machine. */
interface Rate {
  wall: number;
  busy: number;
}
type Rates = Record<"batch" | "transaction" | "query", Rate>;

const ticksASecond = 100;
function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond;
}

async function timed(pid: number, amount: number, run: () => Promise<number>): Promise<Rate> {
  const before = processorSeconds(pid);
  const wall = await run();
  return { wall, busy: amount / Math.max(processorSeconds(pid) - before, 1 / ticksASecond) };
}

/** The same load for both: 30,000 items by batches, 3,000 by transactions of 100, index queries of 50. */
async function rates(caller: Caller, pid: number, queries: number): Promise<Rates> {
  await caller.call("CreateTable", table);
  return {
    batch: await timed(pid, small, () => writeBatches(caller, 0, small, 400)),
    transaction: await timed(pid, 3000, () => writeTransactions(caller, small, 30, 400)),
    query: await timed(pid, queries, () => queryIndex(caller, queries)),
  };
}

async function theirs(): Promise<Rates | undefined> {
  if (!hasJava()) {
    console.warn("!!! NO JAVA: DynamoDB Local is not measured");
    return undefined;
  }
  const local = await startLocal();
  const caller = new Caller(local.url);
  try {
    return await rates(caller, local.pid, 600);
  } finally {
    caller.close();
    await local.stop();
  }
}

const residentMegabytes = (pid: number) =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

const number = (value: number) => Math.round(value).toLocaleString("en");
const line = (name: string, bound: string, measured: string, holds: boolean): Line => ({
  name,
  bound,
  measured,
  holds,
});
const least = (name: string, ours: number, other: number, times: number, unit: string): Line =>
  line(
    name,
    `≥ ${times < 1 ? `${times * 100} %` : `${times} ×`}`,
    `${number(ours)} against ${number(other)} ${unit}: ${times < 1 ? `${Math.round((ours / other) * 100)} %` : `${(ours / other).toFixed(1)} ×`}`,
    ours >= other * times,
  );

const against = (name: string, ours: Rate, other: Rate, times: number, unit: string): Line => {
  const found = least(name, ours.wall, other.wall, times, unit);
  return {
    ...found,
    measured: `${found.measured}; by processor time ${(ours.busy / other.busy).toFixed(1)} ×`,
  };
};

/** The middle of several starts; the first compiles. */
async function readyMs(folder: string): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < 6; i++) {
    const engine = await startEngine("--file", join(folder, "ready.db"));
    all.push(engine.startMs);
    await engine.kill();
  }
  return all.slice(1).sort((a, b) => a - b)[2]!;
}

async function smallRun(folder: string): Promise<Line[]> {
  const file = join(folder, "small.db");
  const engine = await startEngine("--file", file);
  const caller = new Caller(engine.url);
  await caller.call("CreateTable", table);
  const batch = await writeBatches(caller, 0, small, 400);
  caller.close();
  const gone = once(engine.process, "exit");
  engine.process.kill("SIGTERM");
  await gone;
  const plain = plainRate(file, join(folder, "plain.db"), 100);
  return [least("Batch writes beside plain prepared statements", batch, plain, 0.4, "items/s")];
}

async function largeRun(folder: string): Promise<Line[]> {
  const engine = await startEngine("--file", join(folder, "large.db"));
  const caller = new Caller(engine.url);
  try {
    await caller.call("CreateTable", table);
    await writeBatches(caller, 0, window, 1024);
    const early = await writeBatches(caller, window, 2 * window, 1024);
    await writeBatches(caller, 2 * window, large - window, 1024);
    const late = await writeBatches(caller, large - window, large, 1024);
    const resident = residentMegabytes(engine.process.pid!);
    return [
      least(
        `Batch writes of 1 KB at ${number(large)} items beside those at ${number(window)}`,
        late,
        early,
        0.8,
        "items/s",
      ),
      line(
        `Resident with ${number(large)} 1-KB items on file`,
        "≤ 300 MB",
        `${number(resident)} MB`,
        resident <= 300,
      ),
    ];
  } finally {
    caller.close();
    await engine.kill();
  }
}

export async function tableLines(_root: string): Promise<Line[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-table-"));
  try {
    const ready = await readyMs(folder);
    const engine = await startEngine("--file", join(folder, "ours.db"));
    const caller = new Caller(engine.url);
    const ours = await rates(caller, engine.process.pid!, 3000);
    caller.close();
    await engine.kill();
    const local = await theirs();
    return [
      line("Ready from the start of the process", "≤ 300 ms", `${number(ready)} ms`, ready <= 300),
      ...(local
        ? [
            against(`Batch writes, ${number(small)} items`, ours.batch, local.batch, 20, "items/s"),
            against("Transactions of 100", ours.transaction, local.transaction, 10, "items/s"),
            against("Index queries of 50", ours.query, local.query, 10, "queries/s"),
          ]
        : []),
      ...(await smallRun(folder)),
      ...(await largeRun(folder)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
