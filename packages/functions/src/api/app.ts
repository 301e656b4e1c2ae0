import * as Context from "@rapport/core/kernel/context";
import { newId } from "@rapport/core/kernel/id";
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { activities, timeline } from "./activity.ts";
import { auth } from "./auth.ts";
import { campaigns } from "./campaign.ts";
import { changes } from "./change.ts";
import { companies } from "./company.ts";
import { contacts } from "./contact.ts";
import { deals } from "./deal.ts";
import { docs } from "./docs.ts";
import type { Env } from "./env.ts";
import { forms } from "./form.ts";
import { history } from "./history.ts";
import { idempotency } from "./idempotency.ts";
import { imports } from "./import.ts";
import { apiKeys } from "./key.ts";
import { me } from "./me.ts";
import { members } from "./member.ts";
import { openapi } from "./openapi.ts";
import { pipelines } from "./pipeline.ts";
import { notFound, toProblem } from "./problem.ts";
import { reports } from "./report.ts";
import { search } from "./search.ts";
import { segments } from "./segment.ts";
import { clientOf, signedIn } from "./session.ts";
import { suppressions } from "./suppression.ts";
import { teams } from "./team.ts";
import { templates } from "./template.ts";
import { workspace } from "./workspace.ts";

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

/** Everything a signed-in member or an API key may call; each noun's routes are in a file of its own. */
const nouns = new Hono<Env>()
  .use(signedIn, inContext, idempotency)
  .route("/contacts", contacts)
  .route("/companies", companies)
  .route("/deals", deals)
  .route("/pipelines", pipelines)
  .route("/activities", activities)
  .route("/timeline", timeline)
  .route("/imports", imports)
  .route("/segments", segments)
  .route("/templates", templates)
  .route("/campaigns", campaigns)
  .route("/suppressions", suppressions)
  .route("/forms", forms)
  .route("/reports", reports)
  .route("/search", search)
  .route("/changes", changes)
  .route("/history", history)
  .route("/me", me)
  .route("/members", members)
  .route("/teams", teams)
  .route("/workspace", workspace)
  .route("/api-keys", apiKeys);

const base = new Hono<Env>();
base.use(request);
base.onError(toProblem);
base.notFound(notFound);

export const app = base
  .get("/api/health", (c) => c.json({ status: "ok" as const }))
  .route("/api/v1/auth", auth)
  .route("/api/v1", nouns);

app.get("/api/openapi.json", (c) => c.json(openapi(base)));
app.get("/api/docs", (c) => c.html(docs(openapi(base))));

export type Api = typeof app;
