import * as Contact from "@rapport/core/contact";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Contact.Info;

export const contacts = new Hono<Env>()
  .get(
    "/",
    call(Contact.list, { summary: "List contacts, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post("/", call(Contact.create, { summary: "Create a contact", from: "json", returns, status: 201 }))
  .get("/:id", call(Contact.fromID, { summary: "Get a contact", from: "path", returns }))
  .patch("/:id", call(Contact.edit, { summary: "Change some fields of a contact", from: "json", returns }))
  .delete("/:id", call(Contact.remove, { summary: "Move a contact to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Contact.restore, { summary: "Restore a contact from the trash", from: "path", returns }),
  );
