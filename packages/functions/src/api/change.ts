import * as Change from "@rapport/core/change";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const changes = new Hono<Env>().get(
  "/",
  call(Change.list, {
    summary: "Which records changed since the last answer",
    from: "query",
    returns: Change.Changes,
  }),
);
