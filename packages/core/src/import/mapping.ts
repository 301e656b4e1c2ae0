import type { DateOrder, Target } from "./import.schema.ts";

/** Header words, in the usual spellings, and what they most likely mean; the first that fits wins. */
const known: [RegExp, Target][] = [
  [/^(e ?mail|email address|mail|e-?posta|эл\.? ?почта)( 1)?$/, "email"],
  [/^(first ?name|given ?name|forename|vorname|ad|имя)$/, "firstName"],
  [/^(last ?name|surname|family ?name|nachname|soyad|фамилия)$/, "lastName"],
  [/^(full ?name|name|contact ?name|contact|kontakt)$/, "name"],
  [/^(phone|telephone|tel|mobile|phone ?number|phone 1|telefon|телефон)$/, "phone"],
  [/^(phone 2|other ?phone|second(ary)? ?phone|work ?phone|fax)$/, "phone2"],
  [/^(company|company ?name|organi[sz]ation|employer|account|firma|şirkət|компания)$/, "company"],
  [/^(title|job ?title|position|contact ?title|role|должность)$/, "title"],
  [/^(web ?site|url|homepage|web)$/, "website"],
  [/^(street|address|address 1|street ?address|adres)$/, "street"],
  [/^(city|town|şəhər|şehir|город)$/, "city"],
  [/^(region|state|province|county)$/, "region"],
  [/^(zip|zip ?code|post ?code|postal ?code|plz)$/, "postcode"],
  [/^(country|land|ölkə|ülke|страна)$/, "country"],
  [/^(language|locale|lang)$/, "language"],
  [/^(time ?zone|tz)$/, "timeZone"],
  [/^(lifecycle|lifecycle ?stage|status|stage)$/, "lifecycle"],
  [/^(tags?|labels?|groups?)$/, "tags"],
  [/^(customer ?id|external ?id|id|customer ?number|contact ?id)$/, "externalId"],
  [
    /^(subscri(bed|ption)( ?(date|at|on))?|opt-?in ?(date|at)?|consent ?(date|at)?|signed ?up( ?at)?)$/,
    "subscribedAt",
  ],
  [/^(notes?|about|description|comments?)$/, "about"],
];

/** A target for each column: by its header, else by what its samples look like; each target is given once. */
export function guessMapping(columns: { header: string; samples: string[] }[]): Target[] {
  const taken = new Set<Target>();
  const take = (target: Target | undefined): Target => {
    if (!target || taken.has(target)) return "ignore";
    taken.add(target);
    return target;
  };
  const byHeader = columns.map(({ header }) => {
    const words = header
      .trim()
      .toLowerCase()
      .replace(/[_.-]+/g, " ")
      .replace(/\s+/g, " ");
    return take(known.find(([pattern]) => pattern.test(words))?.[1]);
  });
  return byHeader.map((target, place) =>
    target === "ignore" ? take(bySamples(columns[place]?.samples ?? [])) : target,
  );
}

function bySamples(samples: string[]): Target | undefined {
  const filled = samples.filter((sample) => sample.trim() !== "");
  if (filled.length === 0) return undefined;
  if (filled.every((sample) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(sample))) return "email";
  if (filled.every((sample) => /^https?:\/\//.test(sample))) return "website";
  return undefined;
}

const DATE = /^\s*(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})/;

/** The one order in which every sample is a date; day first when several are. */
export function guessDateOrder(samples: string[]): DateOrder {
  const dates = samples.filter((sample) => DATE.test(sample));
  const orders: DateOrder[] = ["ymd", "dmy", "mdy"];
  return (
    orders.find((order) => dates.length > 0 && dates.every((sample) => parseDate(sample, order))) ?? "dmy"
  );
}

/** ISO date of a text in this order, or undefined when it is none. Years of two digits are refused. */
export function parseDate(text: string, order: DateOrder): string | undefined {
  const match = DATE.exec(text);
  if (!match) return undefined;
  const [, a, b, c] = match as unknown as [string, string, string, string];
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "dmy" ? [c, b, a] : [c, a, b];
  if (year.length !== 4) return undefined;
  const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const time = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : undefined;
}
