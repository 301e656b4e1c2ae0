import { existsSync, readFileSync } from "node:fs";

/** A customer as the file has them, one column each. */
export type Customer = {
  number: string;
  id: string;
  firstName: string;
  lastName: string;
  company: string;
  city: string;
  country: string;
  phone: string;
  phone2: string;
  email: string;
  date: string;
  website: string;
};

const HEADER =
  "Index,Customer Id,First Name,Last Name,Company,City,Country,Phone 1,Phone 2,Email,Subscription Date,Website";
const REAL = new URL("../../../shared/data/customers-10000.csv", import.meta.url);

/** The real file where it lies beside the project, else one of the same shape, the same each time. */
export function customers(count: number): { from: "real" | "generated"; list: Customer[] } {
  if (!existsSync(REAL)) return { from: "generated", list: generated(count) };
  const [, ...lines] = readFileSync(REAL, "utf8").trim().split(/\r?\n/);
  return { from: "real", list: lines.slice(0, count).map((line) => toCustomer(cells(line))) };
}

function toCustomer(cell: string[]): Customer {
  const [number, id, firstName, lastName, company, city, country, phone, phone2, email, date, website] =
    cell as [string, string, string, string, string, string, string, string, string, string, string, string];
  return { number, id, firstName, lastName, company, city, country, phone, phone2, email, date, website };
}

/** The file quotes cells with commas and nothing else; the product's own reader has no part in what is expected. */
function cells(line: string): string[] {
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (const letter of line) {
    if (letter === '"') quoted = !quoted;
    else if (letter === "," && !quoted) {
      found.push(cell);
      cell = "";
    } else cell += letter;
  }
  return [...found, cell];
}

const COUNTRIES = ["Norway", "Fiji", "Luxembourg", "Bulgaria", "Croatia", "Jordan", "Uruguay", "Korea"];
const pick = <T>(list: readonly T[], at: number) => list[at % list.length] as T;

function generated(count: number): Customer[] {
  return Array.from({ length: count }, (_, at) => ({
    number: String(at + 1),
    id: `C${String(at).padStart(14, "0")}`,
    firstName: pick(["Heather", "Kristina", "Maya", "Omar"], at),
    lastName: `Number ${at}`,
    company: at % 7 === 0 ? "Horn, Shepard and Watson" : `Company ${at}`,
    city: `City ${at % 40}`,
    country: pick(COUNTRIES, at),
    phone: at % 3 === 0 ? `+4366412${String(10_000 + at)}` : "on request",
    phone2: "",
    email: `customer${at}@mail${at % 90}.example`,
    date: `${String(1 + (at % 28)).padStart(2, "0")}-04-2020`,
    website: `https://shop${at}.example/`,
  }));
}

export function toCsv(list: readonly Customer[]): string {
  const cell = (text: string) => (text.includes(",") ? `"${text}"` : text);
  return [HEADER, ...list.map((one) => Object.values(one).map(cell).join(","))].join("\r\n");
}

/** How often each country is named, most often first. */
export function countriesOf(list: readonly Customer[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const { country } of list) counts.set(country, (counts.get(country) ?? 0) + 1);
  return [...counts].sort((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1));
}

/** Rows of the real file, from its first on, with a phone that is no international number, or an unknown country. */
const WARNED: Record<number, number> = { 12: 12, 260: 236, 1000: 921, 10000: 9_326 };

/** How many of the first `count` come in with a warning. */
export function warnedOf(from: "real" | "generated", count: number): number {
  // Two of three generated phones are no number.
  return from === "generated" ? count - Math.ceil(count / 3) : (WARNED[count] ?? Number.NaN);
}
