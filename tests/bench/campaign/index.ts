import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Line } from "../../numbers/measure.ts";
import type { Measured } from "./run.ts";

const MINUTES = 60;
const percent = (part: number, places = 1) => `${(part * 100).toFixed(places)} %`;

function linesOf(rate: number, found: Measured): Line[] {
  const { recipients, minutes, state, share, throttled, callsEach, unitsEach, stoppedAfter, heap } = found;
  const name = `${rate} a second, ${recipients.toLocaleString("en")} recipients, ${minutes} minutes`;
  const most = 1.1 / Math.min(50, rate);
  const line = (what: string, bound: string, measured: string, holds: boolean): Line => ({
    name: `${name}: ${what}`,
    bound,
    measured,
    holds,
  });
  return [
    line("of the share", "≥ 95 %", percent(share), share >= 0.95),
    line("throttled", "< 0.1 %", percent(throttled, 3), throttled < 0.001),
    line("SES calls a recipient", `≤ ${most.toFixed(4)}`, callsEach.toFixed(4), callsEach <= most),
    // Claim and result half a unit, the sender's row one.
    line("WRU a recipient", "≤ 1.5", unitsEach.toFixed(3), unitsEach <= 1.5),
    line(
      "last mail after the pause",
      "≤ 2 s",
      `${(stoppedAfter / 1_000).toFixed(1)} s`,
      stoppedAfter <= 2_000,
    ),
    line(
      "missed, mailed twice, end",
      "0, 0, finished",
      `${found.missed}, ${found.repeated}, ${state}`,
      found.missed === 0 && found.repeated === 0 && state === "finished",
    ),
    line(
      "heap, first and second half",
      "≤ 128 MB, flat",
      `${heap[0].toFixed(0)} and ${heap[1].toFixed(0)} MB`,
      heap[1] <= 128 && heap[1] <= heap[0] * 1.2,
    ),
  ];
}

/**
 * The scale run: a million at 1,000 a second, and an hour's worth at 14 and at 100. The table, SES and the senders are
 * one process, so times say nothing; requests, units and the clock's shares do.
 */
export async function campaignLines(root: string, million = 1_000_000): Promise<Line[]> {
  const lines: Line[] = [];
  for (const rate of [14, 100, 1_000]) {
    const recipients = rate === 1_000 ? million : rate * 0.9 * 60 * MINUTES;
    const file = join(root, "tests/bench/campaign/run.ts");
    const given = ["--expose-gc", file, String(rate), String(recipients)];
    const { stdout } = await promisify(execFile)(process.execPath, given, { cwd: root });
    lines.push(...linesOf(rate, JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Measured));
  }
  return lines;
}
