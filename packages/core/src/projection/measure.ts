/**
 * What the reports count, as sums over records of pure contributions. A sum's sort key puts the dashboard into one
 * contiguous range: days rising (1), then what is so now (2), then months falling (3), so that "the last sixty days,
 * the present, the last twelve months" is one Query. What only single reports need stands before it (0).
 */
export type Measure =
  | "activity"
  | "contact"
  | "import"
  | "company"
  | "deals"
  | "funnel"
  | "pipeline"
  | "deal"
  | "campaign";

export type Contribution = {
  measure: Measure;
  /** A day `2026-05-12` or a month `2026-05`; nothing for what is so now. */
  bucket?: string;
  dimension?: string;
  /** Counters of the sum, e.g. `{ won: 1, "won:EUR": 250000 }`: integers only. */
  add: Record<string, number>;
};

/** Newest month first: an index that falls as time goes on. */
export function inverted(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return String((9_999 - year) * 12 + 12 - number).padStart(6, "0");
}

export function monthOf(invertedMonth: string): string {
  const index = Number(invertedMonth);
  const month = 12 - (index % 12);
  return `${9_999 - Math.floor(index / 12)}-${String(month).padStart(2, "0")}`;
}

const keys: Record<Measure, (bucket: string, dimension: string) => string> = {
  activity: (day, owner) => `0#${day}#activity#${owner}`,
  contact: (day) => `1#${day}#contact`,
  import: (day) => `1#${day}#import`,
  company: () => "2#company",
  deals: () => "2#deals",
  funnel: () => "2#funnel",
  pipeline: (_, stage) => `2#pipeline#${stage}`,
  deal: (month, owner) => `3#${inverted(month)}#deal#${owner}`,
  campaign: (month, campaign) => `3#${inverted(month)}#campaign#${campaign}`,
};

/**
 * Sums that an import or a campaign adds to from many batches at once are kept in four shards: a transaction on one
 * does not wait for another.
 */
export const SHARDS = 4;
const hot = /^(1#[^#]+#contact|2#company|2#funnel|3#[^#]+#campaign#[^#]+)$/;
export const isHot = (key: string) => hot.test(key);

/** The sort key without its shard. */
export function sumKey({ measure, bucket = "", dimension = "" }: Contribution): string {
  return keys[measure](bucket, dimension);
}

/** Day and month of a time in UTC. */
export const dayOf = (at: string) => at.slice(0, 10);
export const monthOfTime = (at: string) => at.slice(0, 7);
