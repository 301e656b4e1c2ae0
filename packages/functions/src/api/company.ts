import * as Company from "@rapport/core/company";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Company.Info;

export const companies = new Hono<Env>()
  .get(
    "/",
    call(Company.list, { summary: "List companies, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post("/", call(Company.create, { summary: "Create a company", from: "json", returns, status: 201 }))
  .get("/:id", call(Company.fromID, { summary: "Get a company", from: "path", returns }))
  .patch("/:id", call(Company.edit, { summary: "Change some fields of a company", from: "json", returns }))
  .delete("/:id", call(Company.remove, { summary: "Move a company to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Company.restore, { summary: "Restore a company from the trash", from: "path", returns }),
  );
