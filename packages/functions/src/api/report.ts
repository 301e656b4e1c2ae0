import * as Report from "@rapport/core/report";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const reports = new Hono<Env>()
  .get(
    "/dashboard",
    call(Report.dashboard, {
      summary: "What the first page shows: what changed, contacts, funnel, deals, campaigns",
      from: "query",
      returns: Report.Dashboard,
    }),
  )
  .get(
    "/contacts",
    call(Report.contacts, { summary: "Contacts by day and source", from: "query", returns: Report.Contacts }),
  )
  .get(
    "/funnel",
    call(Report.funnel, { summary: "Contacts by lifecycle stage", from: "query", returns: Report.Funnel }),
  )
  .get(
    "/totals",
    call(Report.totals, {
      summary: "How many companies and deals there are, all of them or one owner's",
      from: "query",
      returns: Report.Totals,
    }),
  )
  .get(
    "/deals",
    call(Report.deals, {
      summary: "Deals created, won and lost by month and owner, and the open pipeline",
      from: "query",
      returns: Report.Deals,
    }),
  )
  .get(
    "/campaigns",
    call(Report.campaigns, { summary: "Results of campaigns", from: "query", returns: Report.Campaigns }),
  )
  .get(
    "/activities",
    call(Report.activities, {
      summary: "Activities by day, kind and owner",
      from: "query",
      returns: Report.Activities,
    }),
  )
  .get(
    "/imports",
    call(Report.imports, { summary: "Imports by day", from: "query", returns: Report.Imports }),
  );
