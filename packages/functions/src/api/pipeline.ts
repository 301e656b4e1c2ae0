import * as Deal from "@rapport/core/deal";
import { pageOf } from "@rapport/core/kernel/page";
import * as Pipeline from "@rapport/core/pipeline";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Pipeline.Info;
const board = z.object({ pipeline: Pipeline.Info, items: z.array(Deal.Info), complete: z.boolean() });

export const pipelines = new Hono<Env>()
  .get("/", call(Pipeline.list, { summary: "List pipelines", from: "query", returns: pageOf(returns) }))
  .post("/", call(Pipeline.create, { summary: "Create a pipeline", from: "json", returns, status: 201 }))
  .get("/:id", call(Pipeline.fromID, { summary: "Get a pipeline", from: "path", returns }))
  .get(
    "/:id/board",
    call(Deal.board, { summary: "The open deals by stage and position", from: "path", returns: board }),
  )
  .patch("/:id", call(Pipeline.edit, { summary: "Change a pipeline or its stages", from: "json", returns }))
  .delete(
    "/:id",
    call(Pipeline.remove, { summary: "Move an unused pipeline to the trash", from: "path", returns }),
  )
  .post(
    "/:id/restore",
    call(Pipeline.restore, { summary: "Restore a pipeline from the trash", from: "path", returns }),
  );
