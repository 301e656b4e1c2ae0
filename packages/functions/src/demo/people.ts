import type { Random } from "./random.ts";

/** Places with what a record of somebody there has: ISO 3166 country, IANA zone, WGS 84, and the names of people. */
export const places = [
  {
    city: "Baku",
    country: "AZ",
    timeZone: "Asia/Baku",
    latitude: 40.41,
    longitude: 49.87,
    names: "az",
    dial: "+99450",
  },
  {
    city: "Ganja",
    country: "AZ",
    timeZone: "Asia/Baku",
    latitude: 40.68,
    longitude: 46.36,
    names: "az",
    dial: "+99450",
  },
  {
    city: "Istanbul",
    country: "TR",
    timeZone: "Europe/Istanbul",
    latitude: 41.01,
    longitude: 28.98,
    names: "tr",
    dial: "+90532",
  },
  {
    city: "Ankara",
    country: "TR",
    timeZone: "Europe/Istanbul",
    latitude: 39.93,
    longitude: 32.86,
    names: "tr",
    dial: "+90532",
  },
  {
    city: "Tehran",
    country: "IR",
    timeZone: "Asia/Tehran",
    latitude: 35.69,
    longitude: 51.39,
    names: "fa",
    dial: "+98912",
  },
  {
    city: "Ulaanbaatar",
    country: "MN",
    timeZone: "Asia/Ulaanbaatar",
    latitude: 47.89,
    longitude: 106.91,
    names: "mn",
    dial: "+97688",
  },
  {
    city: "Berlin",
    country: "DE",
    timeZone: "Europe/Berlin",
    latitude: 52.52,
    longitude: 13.4,
    names: "de",
    dial: "+49151",
  },
  {
    city: "Hamburg",
    country: "DE",
    timeZone: "Europe/Berlin",
    latitude: 53.55,
    longitude: 9.99,
    names: "de",
    dial: "+49151",
  },
  {
    city: "London",
    country: "GB",
    timeZone: "Europe/London",
    latitude: 51.51,
    longitude: -0.13,
    names: "en",
    dial: "+447700",
  },
  {
    city: "Leeds",
    country: "GB",
    timeZone: "Europe/London",
    latitude: 53.8,
    longitude: -1.55,
    names: "en",
    dial: "+447700",
  },
  {
    city: "Chicago",
    country: "US",
    timeZone: "America/Chicago",
    latitude: 41.88,
    longitude: -87.63,
    names: "en",
    dial: "+1312555",
  },
  {
    city: "Tbilisi",
    country: "GE",
    timeZone: "Asia/Tbilisi",
    latitude: 41.72,
    longitude: 44.79,
    names: "az",
    dial: "+995599",
  },
] as const;

const first: Record<string, readonly string[]> = {
  az: [
    "Leyla",
    "Aysel",
    "Nigar",
    "Sevda",
    "Günel",
    "Elvin",
    "Rashad",
    "Tural",
    "Kamran",
    "Orxan",
    "Fidan",
    "Emil",
  ],
  tr: ["Elif", "Zeynep", "Merve", "Selin", "Emre", "Burak", "Can", "Deniz", "Mert", "Ayşe", "Kerem", "Ece"],
  fa: ["Shirin", "Parisa", "Laleh", "Mina", "Reza", "Arash", "Kian", "Dariush", "Nasrin", "Babak"],
  mn: ["Oyuna", "Sarnai", "Bolor", "Temulen", "Bat", "Ganzorig", "Enkh", "Tuya", "Altan", "Nomin"],
  de: [
    "Anna",
    "Lena",
    "Katrin",
    "Marie",
    "Jonas",
    "Felix",
    "Lukas",
    "Paul",
    "Sophie",
    "Clara",
    "Max",
    "Nils",
  ],
  en: [
    "Grace",
    "Olivia",
    "Amelia",
    "Harriet",
    "Jack",
    "Thomas",
    "Oliver",
    "Henry",
    "Ruth",
    "Martha",
    "Edwin",
    "Iris",
  ],
};

const last: Record<string, readonly string[]> = {
  az: [
    "Məmmədova",
    "Əliyev",
    "Hüseynov",
    "Quliyeva",
    "Həsənov",
    "İsmayılova",
    "Abbasov",
    "Rəhimli",
    "Səfərov",
    "Kərimova",
  ],
  tr: ["Yılmaz", "Kaya", "Demir", "Çelik", "Şahin", "Öztürk", "Aydın", "Arslan", "Doğan", "Koç"],
  fa: ["Ahmadi", "Hosseini", "Karimi", "Moradi", "Rahimi", "Jafari", "Sadeghi", "Rostami"],
  mn: ["Bold", "Dorj", "Ganbaatar", "Batbayar", "Munkh", "Sukh", "Tseren", "Purev"],
  de: ["Schneider", "Fischer", "Weber", "Wagner", "Becker", "Hoffmann", "Koch", "Richter", "Klein", "Wolf"],
  en: ["Carter", "Hughes", "Bennett", "Walsh", "Foster", "Reid", "Palmer", "Doyle", "Marsh", "Whitfield"],
};

const titles = [
  "Head of purchasing",
  "Operations manager",
  "Managing director",
  "Office manager",
  "Buyer",
  "Plant manager",
  "Owner",
  "Finance director",
  "IT lead",
  "Assistant",
  "Marketing lead",
  "Workshop lead",
];

/** Mail domains under reserved names (RFC 2606), so that nobody real is ever written to. */
const tlds = ["post.example", "example.com", "example.org", "example.net"] as const;

export const asciiOf = (text: string) =>
  text
    .replace(/[əƏ]/g, "e")
    .replace(/[ıİ]/g, "i")
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[^A-Za-z0-9]+/g, "")
    .toLowerCase();

export type Person = {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
  title: string;
  place: (typeof places)[number];
};

export function person(
  random: Random,
  number: number,
  place: (typeof places)[number],
  domain?: string,
): Person {
  const firstName = random.pick(first[place.names] as readonly string[]);
  const lastName = random.pick(last[place.names] as readonly string[]);
  const host = domain ?? random.pick(tlds);
  const email = `${asciiOf(firstName)}.${asciiOf(lastName)}${number}@${host}`;
  const phone = `${place.dial}${String(random.whole(1_000_000, 9_999_999)).slice(0, place.dial.length > 6 ? 4 : 7)}`;
  return { firstName, lastName, email, phone, title: random.pick(titles), place };
}

const what = [
  "Textiles",
  "Machinery",
  "Logistics",
  "Foods",
  "Ceramics",
  "Optics",
  "Timber",
  "Print",
  "Instruments",
  "Farms",
  "Glass",
  "Tools",
  "Paper",
  "Cables",
  "Pumps",
  "Bakery",
];
const whose = [
  "Caspian",
  "Anatolia",
  "Steppe",
  "Northgate",
  "Silk Road",
  "Lakeside",
  "Old Town",
  "Harbour",
  "Highland",
  "Meridian",
  "Amber",
  "Falcon",
  "Juniper",
  "Granite",
  "Saffron",
  "Blue Gate",
  "Riverside",
  "Copper",
  "Orchard",
  "Summit",
];
const industries: Record<string, string> = {
  Foods: "Food",
  Bakery: "Food",
  Farms: "Agriculture",
  Logistics: "Transport",
  Print: "Media",
  Paper: "Media",
};

export type Firm = {
  name: string;
  domain: string;
  industry: string;
  size: number;
  place: (typeof places)[number];
};

/** Firm number n; the first 320 have names of their own. */
export function firm(random: Random, number: number): Firm {
  const kind = what[number % what.length] as string;
  const name = `${whose[Math.floor(number / what.length) % whose.length]} ${kind}`;
  const size = random.weighted([
    [random.whole(3, 20), 5],
    [random.whole(21, 200), 4],
    [random.whole(201, 3_000), 1],
  ]);
  return {
    name,
    domain: `${asciiOf(name)}.example`,
    industry: industries[kind] ?? "Manufacturing",
    size,
    place: random.pick(places),
  };
}
