import * as Contact from "@rapport/core/contact";
import { pageOf } from "@rapport/core/kernel/page";
import * as Segment from "@rapport/core/segment";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Segment.Info;
const changed = z.object({ changed: z.int() });
const size = z.object({ count: z.int(), state: Segment.State });

export const segments = new Hono<Env>()
  .get(
    "/",
    call(Segment.list, { summary: "List segments, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post(
    "/",
    call(Segment.create, {
      summary: "Create a static or a live segment",
      from: "json",
      returns,
      status: 201,
    }),
  )
  .post(
    "/count",
    call(Segment.count, {
      summary: "How many contacts a filter matches, and ten of them",
      from: "json",
      returns: Segment.Count,
    }),
  )
  .get("/:id", call(Segment.fromID, { summary: "Get a segment", from: "path", returns }))
  .patch(
    "/:id",
    call(Segment.edit, { summary: "Rename a segment or change its filter", from: "json", returns }),
  )
  .delete("/:id", call(Segment.remove, { summary: "Move a segment to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Segment.restore, { summary: "Restore a segment from the trash", from: "path", returns }),
  )
  .get(
    "/:id/count",
    call(Segment.sizeOf, { summary: "How many contacts are in a segment", from: "path", returns: size }),
  )
  .get(
    "/:id/members",
    call(Segment.members, {
      summary: "List a segment's contacts, newest first",
      from: "query",
      returns: pageOf(Contact.Info),
    }),
  )
  .post(
    "/:id/members",
    call(Segment.add, { summary: "Put contacts into a static segment", from: "json", returns: changed }),
  )
  .post(
    "/:id/members/remove",
    call(Segment.drop, { summary: "Take contacts out of a static segment", from: "json", returns: changed }),
  );
