import { newId } from "../../packages/core/src/kernel/id.ts";
import { type Cost, costOf, person, type Workspace } from "./workspace.ts";

/** One line of the table: what the design holds, and what was measured. */
export type Line = { name: string; bound: string; measured: string; holds: boolean };

const requests = ({ requests: all }: Cost) => all.join(" + ") || "none";
const line = (name: string, bound: string, cost: Cost, holds: boolean): Line => ({
  name,
  bound,
  measured: `${requests(cost)} · ${cost.read} RRU, ${cost.write} WRU`,
  holds,
});

const is = (cost: Cost, ...expected: string[]) => requests(cost) === expected.join(" + ");

/** Questions whose price must not depend on how many contacts there are. */
export async function questions(workspace: Workspace): Promise<Line[]> {
  const { Contact, Report, Search, cost, asOwner } = workspace;
  const { items } = await asOwner(() => Contact.list({ limit: 1 }));
  const id = items[0]!.id;
  // The first request reads what every later one knows already: the pointer to the reports' generation, the secret.
  await asOwner(() => Search.find({ q: "maya" }));
  const get = await cost(() => Contact.fromID({ id }));
  const list = await cost(() => Contact.list({ limit: 50 }));
  const dashboard = await cost(() => Report.dashboard({}));
  const one = await cost(() => Search.find({ q: "callahan7" }));
  const three = await cost(() => Search.find({ q: "maya callahan7 mail7" }));
  return [
    line("get", "1 GetItem", get, is(get, "GetItem")),
    line("list 50", "≤ 2 requests", list, list.requests.length <= 2),
    line("dashboard", "≤ 2 requests", dashboard, dashboard.requests.length <= 2),
    line("search 1 word", "≤ 2 requests", one, one.requests.length <= 2),
    line("search 3 words", "≤ 4 requests", three, three.requests.length <= 4),
  ];
}

export async function writes(workspace: Workspace): Promise<Line[]> {
  const { Contact, Activity, Timeline, Apply, cost, project, stand, asOwner } = workspace;
  const create = await cost(() => Contact.create({ firstName: "Ada", email: "ada@numbers.example" }));
  const { items } = await asOwner(() => Contact.list({ limit: 1 }));
  const id = items[0]!.id;
  const update = await cost(() => Contact.edit({ id, title: "Engineer" }));
  for (let at = 0; at < 60; at++)
    await asOwner(() =>
      Activity.create({ kind: at % 2 ? "note" : "call", title: `Entry ${at}`, about: [id] }),
    );
  const timeline = await cost(() => Timeline.list({ id, limit: 50 }));
  await project();

  const { externalId, ...plain } = person(900_001).contact;
  const row = { line: 1, warnings: [], contact: plain };
  const bring = await cost(() => Apply.bringIn(row as never, newId("contact"), {}));
  const known = { ...row, contact: { ...plain, email: "known@numbers.example", externalId } };
  const two = await cost(() => Apply.bringIn(known as never, newId("contact"), {}));
  stand.forget();
  await project();
  const folds = costOf(stand.requests);
  const written = update.requests.filter((operation) => !/^(Get|Query|BatchGet)/.test(operation));
  return [
    line(
      "create a contact, unique email",
      "1 TransactWrite, 2 items",
      create,
      is(create, "TransactWriteItems"),
    ),
    line(
      "update, no key change",
      "1 UpdateItem, no index write",
      update,
      written.join() === "UpdateItem" && update.indexWrite === 0,
    ),
    line("timeline 50, all kinds", "1 Query", timeline, is(timeline, "Query")),
    line("import a contact, with its guard", "≤ 4.2 WRU", bring, bring.write <= 4.2),
    line("the same with an external id: a second guard", "printed", two, true),
    line("words, sums and changes of these two and the 61 before", "printed", folds, true),
  ];
}
