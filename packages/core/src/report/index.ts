import { decodeTime } from "ulid";
import { fn } from "../kernel/fn.ts";
import { inverted } from "../projection/index.ts";
import { campaignsOf } from "./campaigns.ts";
import { contactsOf, funnelOf } from "./contacts.ts";
import { dealsOf } from "./deals.ts";
import { is, link, onDays } from "./link.ts";
import { months, period } from "./period.ts";
import { ownScope, scopeOf, sumsBetween } from "./read.ts";
import { type Dashboard, Days, Months, OwnersDays, type Totals, Whose } from "./report.schema.ts";
import { sentencesOf } from "./sentences.ts";

export * from "./report.schema.ts";

/** The last sort key of a month and all newer ones, in the falling order of months. */
const untilMonth = (oldest: string) => `3#${inverted(oldest)}#~`;
const fromMonth = (newest: string) => `3#${inverted(newest)}#`;

/**
 * Everything the first page shows: 1 GetItem and 1 Query, since days, the present and months lie in one range. A
 * megabyte, where a second Query would begin, is some 8,000 sums: a year of months of 500 owners.
 */
export const dashboard = fn("report:read", Days, async (input): Promise<Dashboard> => {
  const days = period(input);
  const year = months({ to: days.to.slice(0, 7) });
  const sums = await sumsBetween(`1#${days.previous[0]}`, untilMonth(year[0] as string));
  const shown = new Set(year.map(inverted));
  const told = sums.filter(({ parts }) => parts[0] !== "3" || shown.has(parts[1] as string));
  const parts = {
    from: days.from,
    to: days.to,
    contacts: contactsOf(told, days),
    funnel: funnelOf(told),
    deals: dealsOf(told, year),
    campaigns: campaignsOf(told).slice(0, 10),
  };
  return { ...parts, sentences: sentencesOf(parts) };
});

export const contacts = fn("report:read", OwnersDays, async ({ ownerId, ...input }) => {
  const days = period(input);
  const sums = await sumsBetween(`1#${days.previous[0]}`, `1#${days.to}#~`, scopeOf(ownerId));
  return contactsOf(sums, days, ownerId);
});

/** How many contacts stand at each step now. */
export const funnel = fn("report:read", OwnersDays, async ({ ownerId }) =>
  funnelOf(await sumsBetween("2#funnel", "2#funnel#~", scopeOf(ownerId)), ownerId),
);

/** How many there are now, for the lists: 1 GetItem and 1 Query of some five sums. */
export const totals = fn("report:read", Whose, async ({ ownerId }): Promise<Totals> => {
  const sums = await sumsBetween("2#company", "2#deals#~", scopeOf(ownerId));
  const of = (measure: string) => sums.find(({ parts }) => parts[1] === measure)?.counters ?? {};
  const { open = 0, won = 0, lost = 0 } = of("deals");
  return { companies: of("company").total ?? 0, deals: { open, won, lost } };
});

/** Created, won and lost by month and owner; the open pipeline by stage. The present lies before the months. */
export const deals = fn("report:read", Months, async (input) => {
  const asked = months(input);
  const sums = await sumsBetween("2#pipeline#", untilMonth(asked[0] as string));
  return dealsOf(sums, asked);
});

/** Results of the campaigns created in these months. Everybody may see campaigns, so nobody sees a part of them. */
export const campaigns = fn("report:read", Months, async (input) => {
  const asked = months(input);
  const sums = await sumsBetween(fromMonth(asked.at(-1) as string), untilMonth(asked[0] as string), "all");
  return { items: campaignsOf(sums) };
});

/** One campaign's results, or undefined before the first is reported: 1 GetItem and 1 Query. */
export async function campaign(id: string) {
  const created = new Date(decodeTime(id.slice(id.indexOf("_") + 1))).toISOString();
  const key = `${fromMonth(created.slice(0, 7))}campaign#${id}#`;
  return campaignsOf(await sumsBetween(key, `${key}~`, "all"))[0];
}

/** Activities by day, kind and owner. */
export const activities = fn("report:read", OwnersDays, async ({ ownerId, ...input }) => {
  const { from, to } = period(input);
  const sums = await sumsBetween(`0#${from}`, `0#${to}#~`);
  const items = sums.flatMap(({ parts, counters }) => {
    const [, day = "", , owner = "-"] = parts;
    const whose = owner === "-" ? undefined : owner;
    if (ownerId !== undefined && whose !== ownerId) return [];
    const entries = Object.entries(counters).filter(([, count]) => count > 0);
    if (entries.length === 0) return [];
    const byKind = Object.fromEntries(entries.filter(([name]) => !name.includes(":")));
    const byState = Object.fromEntries(entries.filter(([name]) => name.includes(":")));
    return [
      {
        day,
        ownerId: whose,
        byKind,
        byState,
        link: link("activity", ...onDays("at", day, day), is("owner", whose)),
      },
    ];
  });
  return { items };
});

/** Imports by the day they started, and what became of their rows. For those who see the whole workspace. */
export const imports = fn("report:read", Days, async (input) => {
  const { from, to } = period(input);
  if (ownScope() !== "all") return { items: [] };
  const sums = await sumsBetween(`1#${from}`, `1#${to}#~`);
  const items = sums.flatMap(({ parts, counters }) => {
    const [, day = "", measure] = parts;
    if (measure !== "import" || !counters.imports) return [];
    const { imports = 0, rows = 0, created = 0, updated = 0, failed = 0 } = counters;
    return [
      {
        day,
        imports,
        rows,
        created,
        updated,
        failed,
        link: link("import", ...onDays("createdAt", day, day)),
      },
    ];
  });
  return { items };
});
