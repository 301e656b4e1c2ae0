/** A workspace in memory with the API's shapes: enough for the interface, none of the product's rules. */
export type Row = { id: string; version: number; removedAt?: string; [field: string]: unknown };
export type World = {
  signedIn: boolean;
  contact: Map<string, Row>;
  company: Map<string, Row>;
  activity: Map<string, Row>;
  members: Row[];
  requests: string[];
  delay?: number;
};
export type Ask = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: Record<string, unknown>;
  version: number | undefined;
};
export type Answer = { status: number; body?: unknown };

const now = Date.parse("2026-03-04T09:00:00Z");
const day = 86_400_000;
const first = [
  "Leyla",
  "Murad",
  "Aynur",
  "Tural",
  "Nigar",
  "Orkhan",
  "Sevda",
  "Rauf",
  "Emma",
  "Jonas",
  "سارا",
  "Saruul",
  "Batbayar",
  "Ольга",
  "Deniz",
];
const last = [
  "Mammadova",
  "Aliyev",
  "Huseynova",
  "Rzayev",
  "Karimli",
  "Hansen",
  "Brandt",
  "کریمی",
  "Ganbold",
  "Иванова",
  "Yılmaz",
  "Quliyeva",
];
const lifecycles = [
  "subscriber",
  "lead",
  "marketing-qualified",
  "sales-qualified",
  "opportunity",
  "customer",
  "evangelist",
  "former",
];
const titles = [
  "Head of purchasing",
  "Owner",
  "Chief accountant",
  "Marketing lead",
  "Store manager",
  "Engineer",
  undefined,
];
const cities = ["Baku", "Ganja", "Ulaanbaatar", "Hamburg", "تهران", "İzmir"];
const trades = ["Retail", "Logistics", "Construction", "Hospitality", "Software", "Food"];
const tags = ["vip", "newsletter", "expo-2025", "wholesale", "referral"];

export function idOf(prefix: string, index: number): string {
  return `${prefix}_${String(index).padStart(26, "0")}`;
}

const pick = <T>(list: readonly T[], seed: number): T => list[Math.abs(seed * 7919) % list.length]!;
export const at = (daysAgo: number) =>
  new Date(now - daysAgo * day - (daysAgo % 7) * 3_600_000).toISOString();

export function stamps(index: number, by: string) {
  return { version: 1, createdAt: at(index), createdBy: by, updatedAt: at(index), updatedBy: by };
}

export function makeWorld(size: { contacts: number; companies: number }): World {
  const members = ["Owner Demo", "Nigar Sales", "Murad Support", "Emma Marketer"].map((name, index) => ({
    id: idOf("mem", index),
    name,
    email: `${name.split(" ")[1]!.toLowerCase()}@demo.example`,
    role: ["owner", "sales", "support", "marketer"][index]!,
    visibility: "all",
    active: true,
    ...stamps(90, idOf("mem", 0)),
  }));
  const companies = Array.from({ length: size.companies }, (_, index) => ({
    id: idOf("com", index),
    name: `${pick(last, index + 3)} ${pick(trades, index)} ${index % 3 ? "LLC" : "GmbH"}`,
    domain: `company${index}.example`,
    industry: pick(trades, index),
    size: (index * 37) % 900,
    address: { city: pick(cities, index + 1) },
    tags: index % 4 ? [] : [pick(tags, index)],
    ownerId: pick(members, index).id,
    phone: `+99412${String(4_000_000 + index * 311)}`,
    ...stamps(index, members[0]!.id),
  }));
  const contacts = Array.from({ length: size.contacts }, (_, index) => {
    const [given, family] = [pick(first, index), pick(last, index + (index >> 3))];
    return {
      id: idOf("con", index),
      name: `${given} ${family}`,
      firstName: given,
      lastName: family,
      email: `person${index}@company${index % size.companies || 0}.example`,
      ...(index % 3 ? { phone: `+99450${String(2_000_000 + index * 7)}` } : {}),
      lifecycle: pick(lifecycles, index + 2),
      ...(pick(titles, index) ? { title: pick(titles, index) } : {}),
      ...(size.companies ? { companyId: idOf("com", index % size.companies) } : {}),
      address: { city: pick(cities, index), country: "AZ" },
      tags: tags.filter((_, tag) => (index + tag) % 5 < 2),
      ownerId: pick(members, index + 1).id,
      source: "demo",
      ...(index % 4 ? { lastActivityAt: at(index % 60) } : {}),
      ...stamps(index, members[0]!.id),
    };
  });
  const kinds = ["note", "call", "meeting", "mail", "task"];
  const activities = contacts.slice(0, 20).flatMap((contact, person) =>
    Array.from({ length: 8 }, (_, index) => {
      const kind = pick(kinds, index + person);
      return {
        id: idOf("act", person * 100 + index),
        kind,
        title: {
          note: "Prefers delivery in the morning",
          call: "Asked for the price list",
          meeting: "Visit to the warehouse",
          mail: "Offer for the spring order",
          task: "Send the contract",
        }[kind]!,
        ...(index % 2
          ? {
              body: "They grow quickly and look for a partner who delivers twice a week. The accountant decides together with the owner.",
            }
          : {}),
        state: {
          note: "done",
          mail: "done",
          call: "held",
          meeting: "held",
          task: index % 2 ? "completed" : "not-started",
        }[kind]!,
        at: at(index * index + 1),
        about: [contact.id],
        ownerId: members[0]!.id,
        ...stamps(index, members[0]!.id),
      };
    }),
  );
  const byId = (rows: Row[]) => new Map(rows.map((row) => [row.id, row]));
  return {
    signedIn: true,
    contact: byId(contacts),
    company: byId(companies),
    activity: byId(activities),
    members,
    requests: [],
  };
}
