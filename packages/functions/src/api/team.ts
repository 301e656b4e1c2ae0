import { pageOf } from "@rapport/core/kernel/page";
import * as Team from "@rapport/core/team";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Team.Info;

export const teams = new Hono<Env>()
  .get("/", call(Team.list, { summary: "List teams, newest first", from: "query", returns: pageOf(returns) }))
  .post("/", call(Team.create, { summary: "Create a team", from: "json", returns, status: 201 }))
  .get("/:id", call(Team.fromID, { summary: "Get a team", from: "path", returns }))
  .patch("/:id", call(Team.edit, { summary: "Rename a team", from: "json", returns }))
  .delete("/:id", call(Team.remove, { summary: "Remove a team without members", from: "path", returns }))
  .post("/:id/restore", call(Team.restore, { summary: "Give back a removed team", from: "path", returns }));
