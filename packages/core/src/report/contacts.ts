import { Lifecycle } from "../contact/contact.schema.ts";
import { is, link, onDays } from "./link.ts";
import type { Period } from "./period.ts";
import type { Sum } from "./read.ts";
import type { Contacts, Funnel } from "./report.schema.ts";

const total = (counters: Record<string, number>) =>
  Object.values(counters).reduce((sum, count) => sum + count, 0);

/** From the sums `1#DAY#contact`. */
export function contactsOf(sums: Sum[], { from, to, days, previous }: Period, ownerId?: string): Contacts {
  const whose = is("owner", ownerId);
  const byDay = new Map(
    sums.flatMap(({ parts, counters }) => (parts[2] === "contact" ? [[parts[1], counters]] : [])),
  );
  const sources: Record<string, number> = {};
  const shown = days.map((day) => {
    const bySource = Object.fromEntries(
      Object.entries(byDay.get(day) ?? {}).filter(([, count]) => count > 0),
    );
    for (const [source, count] of Object.entries(bySource)) sources[source] = (sources[source] ?? 0) + count;
    return {
      day,
      bySource,
      total: total(bySource),
      link: link("contact", ...onDays("createdAt", day, day), whose),
    };
  });
  const before = previous.map((day) => ({ day, total: total(byDay.get(day) ?? {}) }));
  const range = onDays("createdAt", from, to);
  return {
    days: shown,
    previous: before,
    bySource: Object.entries(sources)
      .map(([source, count]) => ({
        source,
        count,
        link: link("contact", ...range, is("source", source), whose),
      }))
      .sort((a, b) => b.count - a.count),
    total: shown.reduce((sum, day) => sum + day.total, 0),
    previousTotal: before.reduce((sum, day) => sum + day.total, 0),
    link: link("contact", ...range, whose),
  };
}

/** From the sum `2#funnel`: every step, also those where nobody stands. */
export function funnelOf(sums: Sum[], ownerId?: string): Funnel {
  const whose = is("owner", ownerId);
  const counters = sums.find(({ parts }) => parts[0] === "2" && parts[1] === "funnel")?.counters ?? {};
  const steps = Lifecycle.options.map((lifecycle) => ({
    lifecycle,
    count: counters[lifecycle] ?? 0,
    link: link("contact", is("lifecycle", lifecycle), whose),
  }));
  return { steps, total: total(counters), link: link("contact", whose) };
}
