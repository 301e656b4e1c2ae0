import * as Activity from "@rapport/core/activity";
import * as Letter from "@rapport/core/letter";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Activity.Info;

/** Mails of a member to one contact. What was written is an activity; its state is what became of it. */
export const mails = new Hono<Env>()
  .post("/", call(Letter.write, { summary: "Write a mail to a contact", from: "json", returns, status: 201 }))
  .get(
    "/to/:id",
    call(Letter.recipient, {
      summary: "Whether a contact can be written to, and why not",
      from: "path",
      returns: Letter.Recipient,
    }),
  )
  .post(
    "/:id/cancel",
    call(Letter.cancel, { summary: "Take back a mail that has not left", from: "path", returns }),
  );
