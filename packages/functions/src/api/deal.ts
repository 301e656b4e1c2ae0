import * as Deal from "@rapport/core/deal";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Deal.Info;
const stages = z.object({ items: z.array(Deal.StageLog) });

export const deals = new Hono<Env>()
  .get("/", call(Deal.list, { summary: "List deals, newest first", from: "query", returns: pageOf(returns) }))
  .post("/", call(Deal.create, { summary: "Create a deal", from: "json", returns, status: 201 }))
  .get("/:id", call(Deal.fromID, { summary: "Get a deal", from: "path", returns }))
  .get(
    "/:id/stages",
    call(Deal.stageLog, { summary: "How long the deal stood in each stage", from: "path", returns: stages }),
  )
  .patch("/:id", call(Deal.edit, { summary: "Change some fields of a deal", from: "json", returns }))
  .post("/:id/move", call(Deal.move, { summary: "Move a deal on the board", from: "json", returns }))
  .post("/:id/win", call(Deal.win, { summary: "Win a deal", from: "path", returns }))
  .post("/:id/lose", call(Deal.lose, { summary: "Lose a deal, with the reason", from: "json", returns }))
  .delete("/:id", call(Deal.remove, { summary: "Move a deal to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Deal.restore, { summary: "Restore a deal from the trash", from: "path", returns }),
  );
