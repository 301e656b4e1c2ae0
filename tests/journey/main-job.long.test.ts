import { expect, test } from "vitest";
import { withStage } from "../stage/helper.ts";
import { type Json, signUp } from "./client.ts";
import { countriesOf, customers, toCsv, warnedOf } from "./customers.ts";
import { importing } from "./importing.ts";
import { campaign, differences, segment, sent } from "./mailing.ts";

const stage = withStage();

test("ten thousand customers come in, those of ten countries are mailed once each, and every number is exact", async () => {
  const { from, list } = customers(10_000);
  const owner = await signUp(stage);
  const { run } = await importing(stage, owner, toCsv(list), { tags: ["customers"], lifecycle: "customer" });
  expect(run).toEqual({
    rows: 10_000,
    created: 10_000,
    updated: 0,
    failed: 0,
    warned: warnedOf(from, 10_000),
    companies: new Set(list.map(({ company }) => company.toLowerCase())).size,
  });

  const chosen = countriesOf(list).slice(0, 10);
  const people = await owner.all<{ email: string; address: { country: string } }>("/contacts?limit=100");
  expect(people).toHaveLength(10_000);
  const codes = new Map(people.map(({ email, address }) => [email, address.country]));
  const values = chosen.map(([name]) => codes.get(list.find(({ country }) => country === name)!.email));
  const filter = { any: values.map((value) => ({ field: "country", operator: "is", value })) };
  const count = chosen.reduce((sum, [, many]) => sum + many, 0);
  expect(await owner.post("/segments/count", { filter })).toMatchObject({ count, of: 10_000 });

  const id = await campaign(owner, await segment(stage, owner, filter));
  expect(await sent(stage, owner, id)).toMatchObject({ state: "finished", audience: { recipients: count } });
  const results = await owner.get<Json>(`/campaigns/${id}/results`);
  expect(results).toMatchObject({ audience: count, sent: count, delivered: count, failed: 0, unknown: 0 });
  expect(stage.inbox.list({ limit: 20_000 }).filter(({ tags }) => tags.campaign)).toHaveLength(count);
  const { contacts } = await owner.get<{ contacts: { total: number } }>("/reports/dashboard");
  expect(contacts.total).toBe(10_000);
  expect(await differences(stage)).toEqual([]);
}, 900_000);
