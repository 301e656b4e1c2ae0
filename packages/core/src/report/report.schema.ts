import * as z from "zod";
import { Filter } from "../kernel/filter.ts";

/** Where a number's records are: a list of this noun, filtered. */
export const Link = z.object({
  noun: z.enum(["contact", "deal", "campaign", "activity", "import"]),
  id: z.string().optional().meta({ description: "One record instead of a list" }),
  filter: Filter.optional(),
});
export type Link = z.infer<typeof Link>;

/** Currency → integer minor units; Rapport never adds across currencies. */
export const Amounts = z.record(z.string(), z.number());
export type Amounts = z.infer<typeof Amounts>;

/** Source, lifecycle stage, kind … → how many. */
const Counts = z.record(z.string(), z.number());

export const ContactDay = z.object({ day: z.iso.date(), bySource: Counts, total: z.int(), link: Link });
export const Contacts = z.object({
  days: z.array(ContactDay).meta({ description: "Every day of the period, also those without" }),
  previous: z.array(z.object({ day: z.iso.date(), total: z.int() })),
  bySource: z.array(z.object({ source: z.string(), count: z.int(), link: Link })),
  total: z.int(),
  previousTotal: z.int(),
  link: Link,
});
export type Contacts = z.infer<typeof Contacts>;

export const Step = z.object({ lifecycle: z.string(), count: z.int(), link: Link });
export const Funnel = z.object({ steps: z.array(Step), total: z.int(), link: Link });
export type Funnel = z.infer<typeof Funnel>;

export const Totals = z.object({
  companies: z.int(),
  deals: z.object({ open: z.int(), won: z.int(), lost: z.int() }),
});
export type Totals = z.infer<typeof Totals>;

const Tally = z.object({ count: z.int(), amounts: Amounts, link: Link });
export const Owner = z.object({
  ownerId: z.string().optional(),
  created: Tally,
  won: Tally,
  lost: Tally,
});
export const DealMonth = z.object({
  month: z.string(),
  created: Tally,
  won: Tally,
  lost: Tally,
  owners: z.array(Owner),
});
export const Stage = z.object({
  pipelineId: z.string(),
  stageId: z.string(),
  count: z.int(),
  amounts: Amounts,
  weighted: Amounts,
  link: Link,
});
export const Deals = z.object({ months: z.array(DealMonth), pipeline: z.array(Stage) });
export type Deals = z.infer<typeof Deals>;

export const CampaignResult = z.object({
  id: z.string(),
  sent: z.int(),
  delivered: z.int(),
  opened: z.int().meta({ description: "By people; machine opens stand apart" }),
  machineOpened: z.int(),
  clicked: z.int(),
  bounced: z.int(),
  complained: z.int(),
  unsubscribed: z.int(),
  link: Link,
});
export type CampaignResult = z.infer<typeof CampaignResult>;
export const Campaigns = z.object({ items: z.array(CampaignResult) });

export const ActivityDay = z.object({
  day: z.iso.date(),
  ownerId: z.string().optional(),
  byKind: Counts,
  byState: Counts.meta({ description: "kind:state, e.g. task:completed" }),
  link: Link,
});
export const Activities = z.object({ items: z.array(ActivityDay) });

export const ImportDay = z.object({
  day: z.iso.date(),
  imports: z.int(),
  rows: z.int(),
  created: z.int(),
  updated: z.int(),
  failed: z.int(),
  link: Link,
});
export const Imports = z.object({ items: z.array(ImportDay) });

/** What changed, worded by the client. */
export const Sentence = z.object({
  key: z.enum(["contacts", "won", "campaign", "pipeline"]),
  values: z.record(z.string(), z.unknown()),
  link: Link,
});
export type Sentence = z.infer<typeof Sentence>;

export const Dashboard = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  sentences: z.array(Sentence),
  contacts: Contacts,
  funnel: Funnel,
  deals: Deals,
  campaigns: z.array(CampaignResult).meta({
    description:
      "Latest first, of those created in the months shown. Empty for who sees a part of the workspace: see /reports/campaigns",
  }),
});
export type Dashboard = z.infer<typeof Dashboard>;

const DAY = 86_400_000;
const spans = ({ from, to }: { from?: string | undefined; to?: string | undefined }) =>
  !from || !to || (from <= to && Date.parse(to) - Date.parse(from) <= 366 * DAY);
const span = { message: "must not be before `from`, nor more than 366 days after it", path: ["to"] };

/** Days in UTC, both included; the last 30 days when left out. */
const days = { from: z.iso.date().optional(), to: z.iso.date().optional() };
export const Days = z.strictObject(days).refine(spans, span);
const whose = { ownerId: z.string().max(60).optional() };
export const OwnersDays = z.strictObject({ ...days, ...whose }).refine(spans, span);
export const Whose = z.strictObject(whose);

const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "must be a month such as 2026-05");
/** Months in UTC, both included; the last 12 when left out. */
export const Months = z
  .strictObject({ from: Month.optional(), to: Month.optional() })
  .refine(({ from, to }) => !from || !to || from <= to, {
    message: "must not be before `from`",
    path: ["to"],
  });
