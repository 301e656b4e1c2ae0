import * as Activity from "@rapport/core/activity";
import * as Company from "@rapport/core/company";
import * as Contact from "@rapport/core/contact";
import * as Deal from "@rapport/core/deal";
import * as Pipeline from "@rapport/core/pipeline";
import { aMember, as } from "../core.ts";

/** A small company's week: people come, change hands and go, deals move, are won, lost and reopened. */
export async function live(): Promise<{ contacts: string[]; deals: string[]; owners: string[] }> {
  const owners = [(await aMember({ name: "Mira" })).id, (await aMember({ name: "Tural" })).id];
  const pipeline = await as("admin", () => Pipeline.createDefault("EUR"));
  const [first, second] = pipeline.stages.map((stage) => stage.id) as [string, string];
  const company = await as("sales", () =>
    Company.create({ name: "Nar Trading", domain: "nar.example", ownerId: owners[0] }),
  );
  const contacts: string[] = [];
  for (let n = 0; n < 12; n++) {
    const at = new Date(Date.UTC(2026, 4, 1 + (n % 5), 9));
    const email = `leyla.${n}@nar.example`;
    const contact = await as(
      "sales",
      () => Contact.create({ firstName: `Leyla ${n}`, lastName: "Əliyeva", email, ownerId: owners[n % 2] }),
      { at },
    );
    contacts.push(contact.id);
  }
  const [a, b, c, d] = contacts as [string, string, string, string];
  await as("sales", () => Contact.edit({ id: a, lifecycle: "customer" }));
  await as("sales", () => Contact.edit({ id: a, firstName: "Aysel", email: "aysel@baku.example" }));
  await as("sales", () => Contact.edit({ id: b, ownerId: owners[0] }));
  await as("sales", () => Contact.edit({ id: b, ownerId: null, phone: "+994 50 123 45 67" }));
  await as("sales", () => Contact.remove({ id: c }));
  await as("sales", () => Contact.restore({ id: c }));
  await as("sales", () => Contact.remove({ id: d }));
  const deals: string[] = [];
  for (let n = 0; n < 6; n++) {
    const input = {
      name: `Order ${n}`,
      amount: { amount: 10_000 * (n + 1), currency: n === 5 ? "AZN" : "EUR" },
    };
    const about = { companyId: company.id, contacts: [{ contactId: a }], ownerId: owners[n % 2] };
    deals.push((await as("sales", () => Deal.create({ ...input, ...about }))).id);
  }
  const [won, lost, moved, back, gone] = deals as [string, string, string, string, string];
  await as("sales", () => Deal.win({ id: won }));
  await as("sales", () => Deal.lose({ id: lost, lostReason: "Price" }));
  await as("sales", () => Deal.move({ id: moved, stageId: second }));
  await as("sales", () => Deal.win({ id: back }));
  await as("sales", () => Deal.move({ id: back, stageId: first }));
  await as("sales", () => Deal.edit({ id: moved, amount: { amount: 77_700, currency: "EUR" } }));
  await as("sales", () => Deal.remove({ id: gone }));
  const call = await as("sales", () =>
    Activity.create({
      kind: "call",
      title: "First call",
      body: "She asks for a quote",
      about: [a, won],
      ownerId: owners[1],
    }),
  );
  await as("sales", () =>
    Activity.create({ kind: "task", title: "Send the quote", about: [moved], ownerId: owners[0] }),
  );
  await as("sales", () => Activity.edit({ id: call.id, state: "not-held" }));
  return { contacts, deals, owners };
}
