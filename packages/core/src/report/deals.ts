import { monthOf } from "../projection/index.ts";
import { inMonth, is, link } from "./link.ts";
import type { Sum } from "./read.ts";
import type { Amounts, Deals, Link } from "./report.schema.ts";

type Counters = Record<string, number>;
type What = "created" | "won" | "lost" | "open";

/** Counters `won`, `won:EUR` … as a count and its amounts. */
export function tally(counters: Counters, what: What | "weighted"): { count: number; amounts: Amounts } {
  const amounts = Object.entries(counters).flatMap(([name, value]) =>
    name.startsWith(`${what}:`) && value !== 0 ? [[name.slice(what.length + 1), value] as const] : [],
  );
  return { count: counters[what] ?? 0, amounts: Object.fromEntries(amounts) };
}

function added(all: Counters[]): Counters {
  const sum: Counters = {};
  for (const counters of all)
    for (const [name, value] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + value;
  return sum;
}

function of(counters: Counters, month: string, ownerId: string | undefined) {
  const linked = (what: "created" | "won" | "lost"): Link =>
    what === "created"
      ? link("deal", ...inMonth("createdAt", month), is("owner", ownerId))
      : link("deal", is("status", what), ...inMonth("closedAt", month), is("owner", ownerId));
  const one = (what: "created" | "won" | "lost") => ({ ...tally(counters, what), link: linked(what) });
  return { created: one("created"), won: one("won"), lost: one("lost") };
}

/** From the sums `3#MONTH#deal#OWNER` and `2#pipeline#PIPELINE#STAGE`. */
export function dealsOf(sums: Sum[], months: string[]): Deals {
  const owners = sums.filter(({ parts }) => parts[0] === "3" && parts[2] === "deal");
  const byMonth = Map.groupBy(owners, ({ parts }) => monthOf(parts[1] as string));
  const pipeline = sums.filter(({ parts }) => parts[0] === "2" && parts[1] === "pipeline");
  return {
    months: months.map((month) => {
      const own = byMonth.get(month) ?? [];
      const all = added(own.map(({ counters }) => counters));
      return {
        month,
        ...of(all, month, undefined),
        owners: own.map(({ parts, counters }) => {
          const ownerId = parts[3] === "-" ? undefined : parts[3];
          return { ownerId, ...of(counters, month, ownerId) };
        }),
      };
    }),
    pipeline: pipeline
      .filter(({ counters }) => (counters.open ?? 0) > 0)
      .map(({ parts, counters }) => {
        const [pipelineId, stageId] = [parts[2] as string, parts[3] as string];
        const weighted = tally(counters, "weighted").amounts;
        const conditions = [is("status", "open"), is("pipeline", pipelineId), is("stage", stageId)];
        return {
          pipelineId,
          stageId,
          ...tally(counters, "open"),
          weighted,
          link: link("deal", ...conditions),
        };
      }),
  };
}
