import * as Workspace from "@rapport/core/workspace";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Workspace.Info;

export const workspace = new Hono<Env>()
  .get("/", call(Workspace.get, { summary: "Get the workspace", from: "path", returns }))
  .patch("/", call(Workspace.edit, { summary: "Change the workspace", from: "json", returns }));
