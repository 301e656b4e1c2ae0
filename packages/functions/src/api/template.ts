import { pageOf } from "@rapport/core/kernel/page";
import * as Template from "@rapport/core/template";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Template.Info;
const variables = z.object({
  items: z.array(z.object({ name: z.string(), label: z.string(), sample: z.string() })),
});

export const templates = new Hono<Env>()
  .get(
    "/",
    call(Template.list, { summary: "List templates, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post("/", call(Template.create, { summary: "Create a template", from: "json", returns, status: 201 }))
  .get(
    "/variables",
    call(Template.variables, {
      summary: "What a template can say of its reader",
      from: "path",
      returns: variables,
    }),
  )
  .post(
    "/preview",
    call(Template.draft, {
      summary: "Preview what is not saved yet",
      from: "json",
      returns: Template.Preview,
    }),
  )
  .get("/:id", call(Template.fromID, { summary: "Get a template", from: "path", returns }))
  .patch("/:id", call(Template.edit, { summary: "Change a template", from: "json", returns }))
  .delete("/:id", call(Template.remove, { summary: "Move a template to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Template.restore, { summary: "Restore a template from the trash", from: "path", returns }),
  )
  .post(
    "/:id/preview",
    call(Template.preview, {
      summary: "Preview a template as a contact",
      from: "json",
      returns: Template.Preview,
    }),
  )
  .post(
    "/:id/test",
    call(Template.test, {
      summary: "Send a test mail to members",
      from: "json",
      returns: z.object({ sent: z.array(z.string()) }),
      status: 202,
    }),
  );
