import {
  type Catalogue,
  type Condition,
  childrenOf,
  type Field,
  type Filter,
  fieldOf,
  isGroup,
  type Readable,
  type Unit,
} from "./filter.ts";

/** A group of nothing: `all` is true, `any` is false. An unknown field is a programming error: `problems` comes first. */
export function matches(filter: Filter, record: Readable, catalogue: Catalogue, now: Date): boolean {
  if (!isGroup(filter)) return holds(filter, knownField(catalogue, filter.field), record, now);
  if ("not" in filter) return !matches(filter.not, record, catalogue, now);
  const test = (child: Filter) => matches(child, record, catalogue, now);
  return "all" in filter ? filter.all.every(test) : filter.any.some(test);
}

function knownField(catalogue: Catalogue, name: string): Field {
  const field = fieldOf(catalogue, name);
  if (!field) throw new Error(`${catalogue.noun} has no field ${name}`);
  return field;
}

/** Case and surrounding space don't count, in any script. */
export function fold(text: unknown): string {
  return String(text).trim().normalize("NFC").toLocaleLowerCase("en");
}

const isSet = (value: unknown) =>
  value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

function holds({ operator, value, unit }: Condition, field: Field, record: Readable, now: Date): boolean {
  const own = field.read(record);
  const text = () => fold(own);
  const wanted = () => fold(value);
  const values = () => (Array.isArray(value) ? value : [value]).map(fold);
  const list = () => (Array.isArray(own) ? own.map(fold) : []);
  const same = () => isSet(own) && (field.kind === "number" ? own === value : text() === wanted());
  const anyOf = () => isSet(own) && values().includes(text());
  const hasAny = () => values().some((one) => list().includes(one));
  const inLast = () => {
    const at = timeOf(own);
    return (
      at !== undefined && at > before(now, Number(value), unit ?? "days").getTime() && at <= now.getTime()
    );
  };
  switch (operator) {
    case "isSet":
      return isSet(own);
    case "isNotSet":
      return !isSet(own);
    case "isTrue":
      return own === true;
    case "isFalse":
      return own !== true;
    case "is":
      return same();
    case "isNot":
      return !same();
    case "isAnyOf":
      return anyOf();
    case "isNoneOf":
      return !anyOf();
    case "contains":
      return isSet(own) && text().includes(wanted());
    case "notContains":
      return !(isSet(own) && text().includes(wanted()));
    case "startsWith":
      return isSet(own) && text().startsWith(wanted());
    case "endsWith":
      return isSet(own) && text().endsWith(wanted());
    case "has":
    case "hasAnyOf":
      return hasAny();
    case "hasNot":
    case "hasNoneOf":
      return !hasAny();
    case "hasAllOf":
      return values().every((one) => list().includes(one));
    case "atLeast":
      return typeof own === "number" && own >= Number(value);
    case "atMost":
      return typeof own === "number" && own <= Number(value);
    case "before":
      return (timeOf(own) ?? Number.POSITIVE_INFINITY) < Date.parse(String(value));
    case "after":
      return (timeOf(own) ?? Number.NEGATIVE_INFINITY) >= Date.parse(String(value));
    case "inLast":
      return inLast();
    case "notInLast":
      return !inLast();
  }
}

function timeOf(value: unknown): number | undefined {
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const HOURS: Record<Exclude<Unit, "months">, number> = { hours: 1, days: 24, weeks: 168 };

/** So long before a time, in UTC; a month before the 31st is the last day of a shorter month. */
export function before(now: Date, count: number, unit: Unit): Date {
  if (unit !== "months") return new Date(now.getTime() - count * HOURS[unit] * 3_600_000);
  const day = new Date(now);
  day.setUTCDate(1);
  day.setUTCMonth(day.getUTCMonth() - count);
  const last = new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 0)).getUTCDate();
  day.setUTCDate(Math.min(now.getUTCDate(), last));
  return day;
}

/**
 * The first moment after `now` at which the answer could change though the record doesn't: for the due index.
 * Undefined where it can't. It may come too early (then it is asked again), never too late.
 */
export function nextChange(
  filter: Filter,
  record: Readable,
  catalogue: Catalogue,
  now: Date,
): Date | undefined {
  const times = isGroup(filter)
    ? childrenOf(filter).map((child) => nextChange(child, record, catalogue, now)?.getTime())
    : [edge(filter, knownField(catalogue, filter.field), record, now)];
  const ahead = times.filter((time) => time !== undefined && time > now.getTime()) as number[];
  return ahead.length > 0 ? new Date(Math.min(...ahead)) : undefined;
}

function edge(
  { operator, value, unit }: Condition,
  field: Field,
  record: Readable,
  now: Date,
): number | undefined {
  if (operator !== "inLast" && operator !== "notInLast") return undefined;
  const at = timeOf(field.read(record));
  if (at === undefined) return undefined;
  // A time in the future comes into the window first.
  if (at > now.getTime()) return at;
  const count = Number(value);
  // Months differ in length: the shortest, 28 days, is never too late.
  const hours = unit === "months" ? 28 * 24 : HOURS[unit ?? "days"];
  const leaves = at + count * hours * 3_600_000;
  if (leaves > now.getTime() || unit !== "months") return leaves;
  return at > before(now, count, "months").getTime() ? now.getTime() + 3_600_000 : undefined;
}
