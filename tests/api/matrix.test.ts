import { grants, Role } from "@rapport/core/kernel/role";
import { defaultStages } from "@rapport/core/pipeline";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whole } from "../../packages/functions/src/api/app.ts";
import { type Route, routesOf } from "../../packages/functions/src/api/openapi.ts";
import { type Core, startCore } from "../core.ts";
import {
  type Answer,
  type Asker,
  anEmail,
  ask,
  invited,
  type Person,
  signUp,
  stored,
} from "../people/app.ts";
import { sampleOf } from "./sample.ts";

/**
 * Every route that the router serves × every role × another workspace and nobody: generated, so a new route is in it
 * as soon as it is mounted. What a noun's schema does not say of its smallest input stands here.
 */
const samples: Record<string, object> = {
  contacts: { firstName: "Grace" },
  forms: { questions: [{ field: "email", label: "Email", required: true }] },
  imports: { fileName: "contacts.csv", size: 100 },
  pipelines: { name: "Partners", stages: defaultStages },
};

const app = await whole();
const routes = routesOf(app);
const closed = routes.filter((route) => route.description.permission !== "open");
/** With the smallest query that it takes. */
function pathOf(route: Route, id = ""): string {
  const path = route.path.replace("/api/v1", "").replace(/:\w+/, id);
  if (route.description.from !== "query") return path;
  const { id: _, ...asked } = sampleOf(route.description.schema) as Record<string, string>;
  const query = new URLSearchParams(asked).toString();
  return query ? `${path}?${query}` : path;
}
const nounOf = (route: Route) => route.path.split("/:")[0]!.replace("/api/v1/", "");
const withId = (route: Route) => route.path.includes("/:");
const named = (list: Route[]) =>
  list.map((route) => [`${route.method.toUpperCase()} ${route.path}`, route] as const);

let core: Core;
const people = {} as Record<Role, Person>;
const keys = {} as Partial<Record<Role, string>>;
let foreign: Person;
/** Ids of another workspace's records, by the path that lists them. */
const foreignIds: Record<string, string> = {};

beforeAll(async () => {
  core = await startCore();
  process.env.FILES_BUCKET = "files";
  people.owner = await signUp();
  for (const role of Role.options)
    if (role !== "owner") people[role] = await invited(core, people.owner, role);
  for (const role of Role.options) {
    const made = await ask("POST", "/api-keys", people.owner, { name: role, role });
    keys[role] = made.body.key;
    // A day's first use is noted.
    await ask("GET", "/workspace", { key: made.body.key });
  }
  foreign = await signUp();
  await fillForeign();
}, 60_000);
afterAll(() => core.stop());

/** One record of each noun in the other workspace, made through its own route. */
async function fillForeign(): Promise<void> {
  foreignIds.members = (await invited(core, foreign, "sales")).memberId;
  foreignIds["me/sessions"] = (await ask("GET", "/me/sessions", foreign)).body.items[0].id;
  const reader = { firstName: "Grace", email: anEmail("reader") };
  foreignIds.contacts = (await ask("POST", "/contacts", foreign, reader)).body.id;
  const mails = { to: foreignIds.contacts };
  const asked = { ...samples, mails, "members/invitations": { email: anEmail("invited"), role: "viewer" } };
  const nouns = new Set(closed.filter(withId).map(nounOf));
  for (const noun of nouns) {
    const creation = closed.find((route) => route.method === "post" && route.path === `/api/v1/${noun}`);
    if (!creation || foreignIds[noun]) continue;
    const body = {
      ...(sampleOf(creation.description.schema) as object),
      ...asked[noun as keyof typeof asked],
    };
    const made = await ask("POST", pathOf(creation), foreign, body);
    if (made.status !== 201)
      throw new Error(`Give tests/api/matrix.test.ts a sample of ${noun}: ${JSON.stringify(made.body)}`);
    foreignIds[noun] = made.body.id ?? made.body.import?.id ?? made.body.form?.id;
  }
  // What hangs on records of several nouns, a contact's.
  for (const noun of nouns) foreignIds[noun] ??= foreignIds.contacts!;
}

/** A request that only its permission can stop short of validation: an unknown field, or the id of nothing. */
function harmless(route: Route, asker: Asker): Promise<Answer> {
  const nothing = (foreignIds[nounOf(route)] ?? "").replace(/.{26}$/, "0".repeat(26));
  const body = route.description.from === "json" ? { unknownField: true } : undefined;
  return ask(route.method.toUpperCase(), pathOf(route, nothing), asker, body);
}

let last: Awaited<ReturnType<typeof stored>> | undefined;

/** Records is after `run` what it was before, which is what it was after the test before. */
async function expectNothingChanged(run: () => Promise<void>): Promise<void> {
  const before = last ?? (await stored(core));
  await run();
  last = await stored(core);
  expect(last).toEqual(before);
}

describe("every route", () => {
  it("is described, so that this matrix, OpenAPI and the docs know it", () => {
    const known = new Set(routes.map((route) => `${route.method} ${route.path}`));
    const served = app.routes.filter((route) => route.method !== "ALL" && route.path.startsWith("/api/v1"));
    expect(
      served
        .map((route) => `${route.method.toLowerCase()} ${route.path}`)
        .filter((route) => !known.has(route)),
    ).toEqual([]);
    expect(routes.length).toBeGreaterThan(60);
  });

  it("that is open to visitors is one of auth's", () => {
    const open = routes.filter((route) => route.description.permission === "open");
    expect(open.every((route) => route.path.startsWith("/api/v1/auth/"))).toBe(true);
  });

  it.each(named(closed))("%s: refuses nobody, a forged cookie and a wrong key", async (_, route) => {
    await expectNothingChanged(async () => {
      for (const asker of [{}, { cookie: "x".repeat(43) }, { key: "rapport_wrong" }]) {
        const answer = await harmless(route, asker);
        expect(answer).toMatchObject({ status: 401, body: { type: "/problems/unauthenticated" } });
      }
    });
  });

  it.each(named(closed))("%s: lets in exactly the roles that its permission names", async (_, route) => {
    const { permission, from } = route.description;
    if (permission === "open") return;
    const ends = route.method === "delete" && route.path.endsWith("/me/sessions");
    await expectNothingChanged(async () => {
      for (const role of Role.options) {
        const allowed = grants[role].has(permission);
        const askers = [people[role], { key: keys[role] ?? "" }];
        for (const [place, asker] of askers.entries()) {
          if (allowed && ends) continue;
          const { status } = await harmless(route, asker);
          const where = `${role} ${place === 0 ? "signed in" : "by key"}`;
          if (!allowed) expect([where, status]).toEqual([where, 403]);
          else if (place === 1 && status === 403) expect(permission).toMatch(/^(me|apiKey):/);
          else if (from === "json") expect([where, status]).toEqual([where, 400]);
          else if (withId(route)) expect([where, status]).toEqual([where, 404]);
          else expect([where, status]).toEqual([where, 200]);
        }
      }
    });
  });

  it.each(named(closed.filter(withId)))(
    "%s: does not find another workspace's record",
    async (name, route) => {
      const id = foreignIds[nounOf(route)];
      expect(id, `Give tests/api/matrix.test.ts a record for ${name}`).toBeDefined();
      const input = sampleOf(route.description.schema) as Record<string, unknown>;
      const { id: _, ...smallest } = input;
      const body = route.description.from === "json" ? smallest : undefined;
      await expectNothingChanged(async () => {
        const answer = await ask(route.method.toUpperCase(), pathOf(route, id), people.owner, body);
        expect(answer).toMatchObject({ status: 404, body: { type: "/problems/not-found" } });
        expect(JSON.stringify(answer.body)).not.toContain(foreign.workspaceId);
      });
    },
  );
});
