import * as Sample from "@rapport/core/sample";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

export const samples = new Hono<Env>()
  .post(
    "/",
    call(Sample.fill, {
      summary: "Put sample data into the workspace",
      from: "json",
      returns: Sample.Filled,
      status: 201,
    }),
  )
  .delete(
    "/",
    call(Sample.clear, {
      summary: "Move the sample data to the trash",
      from: "path",
      returns: Sample.Cleared,
    }),
  );
