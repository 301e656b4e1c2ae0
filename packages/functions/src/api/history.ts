import * as History from "@rapport/core/history";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const history = new Hono<Env>().get(
  "/:id",
  call(History.list, {
    summary: "A record's changes, newest first",
    from: "query",
    returns: pageOf(History.Line),
  }),
);
