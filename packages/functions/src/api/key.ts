import { pageOf } from "@rapport/core/kernel/page";
import * as Key from "@rapport/core/key";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const apiKeys = new Hono<Env>()
  .get(
    "/",
    call(Key.list, { summary: "List API keys, newest first", from: "query", returns: pageOf(Key.Info) }),
  )
  .post(
    "/",
    call(Key.create, {
      summary: "Make an API key, shown once",
      from: "json",
      returns: Key.Created,
      status: 201,
    }),
  )
  .delete("/:id", call(Key.revoke, { summary: "Revoke an API key", from: "path", status: 204 }));
