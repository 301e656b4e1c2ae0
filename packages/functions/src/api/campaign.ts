import * as Campaign from "@rapport/core/campaign";
import * as Job from "@rapport/core/kernel/job";
import { pageOf } from "@rapport/core/kernel/page";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Campaign.Info;
const sent = z.object({ sent: z.array(z.string()) });

export const campaigns = new Hono<Env>()
  .get(
    "/",
    call(Campaign.list, { summary: "List campaigns, newest first", from: "query", returns: pageOf(returns) }),
  )
  .post("/", call(Campaign.create, { summary: "Draft a campaign", from: "json", returns, status: 201 }))
  .get("/:id", call(Campaign.fromID, { summary: "Get a campaign", from: "path", returns }))
  .patch(
    "/:id",
    call(Campaign.edit, { summary: "Change a campaign before it starts", from: "json", returns }),
  )
  .delete("/:id", call(Campaign.remove, { summary: "Move a campaign to the trash", from: "path", returns }))
  .post(
    "/:id/restore",
    call(Campaign.restore, { summary: "Restore a campaign from the trash", from: "path", returns }),
  )
  .get(
    "/:id/audience",
    call(Campaign.audience, {
      summary: "Who will get it, and who not and why",
      from: "path",
      returns: Campaign.Audience,
    }),
  )
  .post(
    "/:id/test",
    call(Campaign.test, { summary: "Send a test mail to members", from: "json", returns: sent, status: 202 }),
  )
  .post(
    "/:id/send",
    call(Campaign.send, {
      summary: "Send it, half a minute from now unless you say otherwise",
      from: "json",
      returns,
      status: 202,
    }),
  )
  .post(
    "/:id/schedule",
    call(Campaign.schedule, { summary: "Start sending at a time", from: "json", returns }),
  )
  .post(
    "/:id/unschedule",
    call(Campaign.unschedule, {
      summary: "Take a sending back before it has started",
      from: "path",
      returns,
    }),
  )
  .post("/:id/pause", call(Campaign.pause, { summary: "Hold what is not sent yet", from: "path", returns }))
  .post("/:id/resume", call(Campaign.resume, { summary: "Go on with whoever waits", from: "path", returns }))
  .post("/:id/cancel", call(Campaign.cancel, { summary: "Send to nobody else", from: "path", returns }))
  .post(
    "/:id/decide",
    call(Campaign.decide, {
      summary: "Say what became of mails unknown for 24 hours",
      from: "json",
      returns: Job.Info,
      status: 202,
    }),
  )
  .get(
    "/:id/results",
    call(Campaign.results, { summary: "What became of it", from: "path", returns: Campaign.Results }),
  )
  .get(
    "/:id/recipients",
    call(Campaign.recipients, {
      summary: "List recipients with their state, all or those of one outcome",
      from: "query",
      returns: pageOf(Campaign.RecipientInfo),
    }),
  );
