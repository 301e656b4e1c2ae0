import * as Activity from "@rapport/core/activity";
import { pageOf } from "@rapport/core/kernel/page";
import * as Timeline from "@rapport/core/timeline";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Activity.Info;

export const activities = new Hono<Env>()
  .get(
    "/",
    call(Activity.list, {
      summary: "List activities, or a member's agenda",
      from: "query",
      returns: pageOf(returns),
    }),
  )
  .post(
    "/",
    call(Activity.create, {
      summary: "Log or plan a note, call, meeting, mail or task",
      from: "json",
      returns,
      status: 201,
    }),
  )
  .get("/:id", call(Activity.fromID, { summary: "Get an activity", from: "path", returns }))
  .patch("/:id", call(Activity.edit, { summary: "Change some fields of an activity", from: "json", returns }))
  .post(
    "/:id/complete",
    call(Activity.complete, { summary: "Complete a task; hold a call or meeting", from: "json", returns }),
  )
  .delete("/:id", call(Activity.remove, { summary: "Move an activity to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Activity.restore, { summary: "Restore an activity from the trash", from: "path", returns }),
  );

/** `/timeline/ID`, of a contact, company or deal. */
export const timeline = new Hono<Env>().get(
  "/:id",
  call(Timeline.list, {
    summary: "Everything that happened with a contact, company or deal",
    from: "query",
    returns: pageOf(Timeline.Entry),
  }),
);
