import * as Import from "@rapport/core/import";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Import.Info;
const created = Import.Info.extend({
  upload: z.url().meta({ description: "PUT the file here as text/csv within 15 minutes" }),
});
const rows = z.object({ items: z.array(Import.PreviewRow) });
const link = z.object({ url: z.url(), fileName: z.string() });

export const imports = new Hono<Env>()
  .get(
    "/",
    call(Import.list, { summary: "List imports, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post(
    "/",
    call(Import.create, {
      summary: "Announce a file and get a URL to upload it to",
      from: "json",
      returns: created,
      status: 201,
    }),
  )
  .get("/:id", call(Import.fromID, { summary: "Get an import with its progress", from: "path", returns }))
  .patch(
    "/:id",
    call(Import.edit, { summary: "Change the mapping and how rows come in", from: "json", returns }),
  )
  .post(
    "/:id/inspect",
    call(Import.inspect, {
      summary: "Read the uploaded file's columns and guess the mapping",
      from: "path",
      returns,
    }),
  )
  .get(
    "/:id/preview",
    call(Import.preview, { summary: "The first rows as they would come in", from: "path", returns: rows }),
  )
  .post(
    "/:id/start",
    call(Import.start, { summary: "Start it, or a dry run", from: "json", returns, status: 202 }),
  )
  .post(
    "/:id/cancel",
    call(Import.cancel, { summary: "Stop after the rows under way", from: "path", returns }),
  )
  .post(
    "/:id/resume",
    call(Import.resume, { summary: "Go on where it stopped", from: "path", returns, status: 202 }),
  )
  .post(
    "/:id/undo",
    call(Import.undo, { summary: "Take the import back", from: "path", returns, status: 202 }),
  )
  .get(
    "/:id/problems",
    call(Import.problems, {
      summary: "A link to the CSV of failed and warned rows",
      from: "path",
      returns: link,
    }),
  );
