import * as Form from "@rapport/core/form";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Form.Info;

export const forms = new Hono<Env>()
  .get("/", call(Form.list, { summary: "List forms", from: "query", returns: pageOf(returns) }))
  .post("/", call(Form.create, { summary: "Create a form", from: "json", returns, status: 201 }))
  .get("/:id", call(Form.fromID, { summary: "Get a form", from: "path", returns }))
  .patch("/:id", call(Form.edit, { summary: "Change a form", from: "json", returns }))
  .delete("/:id", call(Form.remove, { summary: "Move a form to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Form.restore, { summary: "Restore a form from the trash", from: "path", returns }),
  );
