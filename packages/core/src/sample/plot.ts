/** What the sample company's records have in every language. Days are before today; those to come are negative. */
export const people = [
  { company: 0, mail: "nora.field@northwind.example", lifecycle: "customer", days: 80 },
  { company: 0, mail: "tom.archer@northwind.example", lifecycle: "customer", days: 78 },
  { company: 1, mail: "ines.keller@lakeside.example", lifecycle: "opportunity", days: 61 },
  { company: 1, mail: "paul.brandt@lakeside.example", lifecycle: "opportunity", days: 60 },
  { company: 2, mail: "mara.dewit@atlas.example", lifecycle: "opportunity", days: 44 },
  { company: 2, mail: "jonas.visser@atlas.example", lifecycle: "lead", days: 31 },
  { company: 3, mail: "clara.reis@brightwater.example", lifecycle: "opportunity", days: 22 },
  { company: 3, mail: "hugo.matos@brightwater.example", lifecycle: "lead", days: 15 },
  { mail: "lea.sommer@studio.example", lifecycle: "lead", days: 9 },
  { mail: "omar.haddad@founder.example", lifecycle: "lead", days: 2 },
] as const;

/** `amount` in whole units of the workspace's currency; `stay` is how long it stood in each stage. */
export const deals = [
  { company: 0, person: 0, amount: 84_000, end: "won", stages: 5, since: 70, stay: 11 },
  { company: 0, person: 1, amount: 12_000, end: "open", stages: 2, since: 12, stay: 7 },
  { company: 1, person: 2, amount: 46_500, end: "open", stages: 3, since: 40, stay: 12 },
  { company: 2, person: 4, amount: 120_000, end: "open", stages: 4, since: 36, stay: 8 },
  { company: 3, person: 6, amount: 31_000, end: "open", stages: 1, since: 5, stay: 5 },
  { company: 3, person: 7, amount: 4_800, end: "lost", stages: 2, since: 20, stay: 6 },
] as const;

/** `deal` is what it is about, beside the deal's person; of those still to come it is the deal's next activity. */
export const activities = [
  { kind: "call", deal: 0, days: 40, state: "held" },
  { kind: "meeting", deal: 0, days: 30, state: "held" },
  { kind: "task", deal: 2, days: -1, state: "not-started" },
  { kind: "meeting", deal: 2, days: 8, state: "held" },
  { kind: "note", deal: 3, days: 14, state: "done" },
  { kind: "task", deal: 3, days: -3, state: "not-started" },
] as const;
