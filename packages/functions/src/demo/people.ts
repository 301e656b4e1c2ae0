import { places } from "./places.ts";
import type { Random } from "./random.ts";

export { places };

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
  const digits = [...String(random.whole(1_000_000, 9_999_999))];
  const phone = place.phone.replace(/x/g, () => digits.shift() ?? "0");
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
