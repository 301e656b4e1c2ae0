import { pageOf } from "@rapport/core/kernel/page";
import * as Suppression from "@rapport/core/suppression";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = z.object({ suppressed: z.boolean() });

/** Addresses nobody may mail, kept as hashes: they can be asked for, added and freed, but not read out. */
export const suppressions = new Hono<Env>()
  .get(
    "/",
    call(Suppression.list, {
      summary: "List suppressed addresses by hash",
      from: "query",
      returns: pageOf(Suppression.Info),
    }),
  )
  .post("/", call(Suppression.add, { summary: "Never mail an address", from: "json", returns }))
  .post(
    "/check",
    call(Suppression.has, { summary: "Whether an address is suppressed", from: "json", returns }),
  )
  .post("/remove", call(Suppression.remove, { summary: "Allow an address again", from: "json", returns }));
