import * as Search from "@rapport/core/search";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const search = new Hono<Env>().get(
  "/",
  call(Search.find, { summary: "Find records as you type", from: "query", returns: Search.Result }),
);
