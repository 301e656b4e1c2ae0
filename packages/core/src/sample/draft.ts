import { generateNKeysBetween } from "fractional-indexing";
import * as Activity from "../activity/index.ts";
import * as Company from "../company/index.ts";
import * as Contact from "../contact/index.ts";
import * as Deal from "../deal/index.ts";
import * as Context from "../kernel/context.ts";
import { minorDigits } from "../kernel/money.ts";
import type * as Pipeline from "../pipeline/index.ts";
import type * as Workspace from "../workspace/index.ts";
import * as Plot from "./plot.ts";
import { wordsFor } from "./words/index.ts";

const DAY = 86_400_000;

type Owned = { ownerId: string; teamId: string | undefined };

/** The sample company in the workspace's language and currency, to be written in one transaction. */
export function draft({ currency, locale }: Workspace.Info, pipeline: Pipeline.Info, owned: Owned) {
  const words = wordsFor(locale);
  const now = Context.now().getTime();
  const ago = (days: number) => new Date(now - days * DAY);
  const then = <T>(days: number, run: () => T): T => Context.within({ at: ago(days) }, run);
  const companies = words.companies.map(({ city, ...company }) =>
    then(90, () => Company.draft({ ...company, address: { city } }, owned)),
  );
  const past = { state: "unsubscribed", source: "Sample data" } as const;
  const contacts = Plot.people.map(({ mail, days, lifecycle, ...person }, place) =>
    then(days, () => {
      const companyId = "company" in person ? companies[person.company]?.id : undefined;
      const given = { ...words.people[place], email: mail, companyId, lifecycle, source: "demo" as const };
      // Nobody reads these addresses: no campaign goes there.
      const consent = { marketing: { ...past, at: ago(days).toISOString() } };
      return Contact.draft(given, { ...owned, consent });
    }),
  );
  const dealIds = Plot.deals.map(({ since }) => then(since, Deal.newId));
  const activities = Plot.activities.map(({ kind, deal, days, state }, place) => {
    const about = [dealIds[deal], contacts[Plot.deals[deal].person]?.id].filter((id) => id !== undefined);
    const input = { kind, state, about, ...words.activities[place], at: ago(days).toISOString() };
    return then(Math.max(days, 0), () =>
      Activity.draft(input as Parameters<typeof Activity.draft>[0], owned),
    );
  });
  const positions = generateNKeysBetween(null, null, Plot.deals.length);
  const minor = 10 ** minorDigits(currency);
  const deals = Plot.deals.map((deal, place) =>
    then(deal.since, () => {
      const input = {
        name: words.deals[place] ?? "",
        companyId: companies[deal.company]?.id,
        contacts: [{ contactId: contacts[deal.person]?.id ?? "" }],
        amount: { amount: deal.amount * minor, currency },
        expectedCloseOn: ago(-30).toISOString().slice(0, 10),
      };
      const stays = staysOf(pipeline, deal).map(({ stage, days }) => ({
        stage,
        at: ago(days).toISOString(),
      }));
      const to = Plot.activities.findIndex((one) => one.deal === place && one.days < 0);
      const next = Plot.activities[to];
      const title = words.activities[to]?.title ?? "";
      const nextActivity = next && {
        id: activities[to]?.id ?? "",
        kind: next.kind,
        title,
        at: ago(next.days).toISOString(),
      };
      const lostReason = pipeline.lostReasons[0];
      const way = {
        id: dealIds[place] ?? "",
        stays,
        pipelineId: pipeline.id,
        position: positions[place] ?? "",
      };
      return Deal.draft(input, owned, { ...way, lostReason, nextActivity });
    }),
  );
  return { companies, contacts, deals, activities };
}

/** The stages of a pipeline that a sample deal went through, and how many days ago it came into each. */
function staysOf(
  { stages }: Pipeline.Info,
  { end, stages: count, since, stay }: (typeof Plot.deals)[number],
) {
  const open = stages.filter(({ type }) => type === "open").slice(0, count);
  const last = end === "open" ? [] : stages.filter(({ type }) => type === end);
  return [...open, ...last].map((stage, step) => ({ stage, days: Math.max(since - step * stay, 0) }));
}
