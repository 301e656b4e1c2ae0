import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";
import { idempotency } from "./idempotency.ts";
import { notFound, toProblem } from "./problem.ts";
import { clientOf, signedIn } from "./session.ts";

const request = createMiddleware<Env>(async (c, next) => {
  c.set("requestId", newId("request"));
  await next();
  c.header("X-Request-Id", c.get("requestId"));
  c.header("Cache-Control", "no-store");
});

/** Core runs as the actor; what it writes is stamped with the request's id. */
const inContext = createMiddleware<Env>((c, next) =>
  Context.provide(
    { actor: c.get("actor"), cause: c.get("requestId"), depth: 0, silent: false, client: clientOf(c) },
    next,
  ),
);

/** Of people who are not signed in. */
const visitors = {
  auth: async () => (await import("./auth.ts")).auth,
};

/** Everything a signed-in member or an API key may call; each noun's routes are in a file of its own. */
const nouns = {
  contacts: async () => (await import("./contact.ts")).contacts,
  companies: async () => (await import("./company.ts")).companies,
  deals: async () => (await import("./deal.ts")).deals,
  pipelines: async () => (await import("./pipeline.ts")).pipelines,
  activities: async () => (await import("./activity.ts")).activities,
  mails: async () => (await import("./mail.ts")).mails,
  timeline: async () => (await import("./activity.ts")).timeline,
  imports: async () => (await import("./import.ts")).imports,
  segments: async () => (await import("./segment.ts")).segments,
  templates: async () => (await import("./template.ts")).templates,
  campaigns: async () => (await import("./campaign.ts")).campaigns,
  suppressions: async () => (await import("./suppression.ts")).suppressions,
  forms: async () => (await import("./form.ts")).forms,
  reports: async () => (await import("./report.ts")).reports,
  search: async () => (await import("./search.ts")).search,
  changes: async () => (await import("./change.ts")).changes,
  history: async () => (await import("./history.ts")).history,
  me: async () => (await import("./me.ts")).me,
  members: async () => (await import("./member.ts")).members,
  teams: async () => (await import("./team.ts")).teams,
  workspace: async () => (await import("./workspace.ts")).workspace,
  samples: async () => (await import("./sample.ts")).samples,
  "api-keys": async () => (await import("./key.ts")).apiKeys,
} satisfies Record<string, () => Promise<Hono<Env>>>;

type Noun = keyof typeof nouns | keyof typeof visitors;
const isNoun = (name: string): name is Noun => Object.hasOwn(nouns, name) || Object.hasOwn(visitors, name);

/** An app that serves these nouns. */
async function serving(names: readonly Noun[]): Promise<Hono<Env>> {
  const app = new Hono<Env>();
  app.use(request);
  app.onError(toProblem);
  app.notFound(notFound);
  app.get("/api/health", (c) => c.json({ status: "ok" as const }));
  for (const [name, load] of Object.entries(visitors))
    if (names.includes(name as Noun)) app.route(`/api/v1/${name}`, await load());
  const inside = new Hono<Env>().use(signedIn, inContext, idempotency);
  for (const [name, load] of Object.entries(nouns))
    if (names.includes(name as Noun)) inside.route(`/${name}`, await load());
  return app.route("/api/v1", inside);
}

/** Every route there is: for OpenAPI, and for the tests that walk them. */
export function whole(): Promise<Hono<Env>> {
  return serving([...Object.keys(visitors), ...Object.keys(nouns)] as Noun[]);
}

async function described(): Promise<Hono<Env>> {
  const [{ openapi }, { docs }, all] = await Promise.all([
    import("./openapi.ts"),
    import("./docs.ts"),
    whole(),
  ]);
  all.get("/api/openapi.json", (c) => c.json(openapi(all)));
  all.get("/api/docs", (c) => c.html(docs(openapi(all))));
  return all;
}

const loaded = new Map<string, Promise<Hono<Env>>>();

/** The part of the API that answers a path. It is read when it is first asked for: a cold start reads one noun, not all. */
function partFor(path: string): Promise<Hono<Env>> {
  const [, , first = "", noun = ""] = path.split("/");
  const name = first === "v1" && isNoun(noun) ? noun : /^(docs|openapi\.json)$/.test(first) ? first : "";
  const found = loaded.get(name);
  if (found) return found;
  const part = name === "" ? serving([]) : isNoun(name) ? serving([name]) : described();
  loaded.set(name, part);
  // A chunk that could not be read is read again.
  part.catch(() => loaded.delete(name));
  return part;
}

export const app = new Hono<Env>().all("*", async (c) => (await partFor(c.req.path)).fetch(c.req.raw, c.env));
