import * as Invitation from "@rapport/core/invitation";
import { pageOf } from "@rapport/core/kernel/page";
import * as Member from "@rapport/core/member";
import { Hono } from "hono";
import { call } from "./call.ts";
import type { Env } from "./env.ts";

const returns = Member.Info;

const invitations = new Hono<Env>()
  .get(
    "/",
    call(Invitation.list, {
      summary: "List open invitations",
      from: "query",
      returns: pageOf(Invitation.Info),
    }),
  )
  .post(
    "/",
    call(Invitation.create, {
      summary: "Invite a person by mail",
      from: "json",
      returns: Invitation.Info,
      status: 201,
    }),
  )
  .post(
    "/:id/resend",
    call(Invitation.resend, { summary: "Mail an invitation again", from: "path", returns: Invitation.Info }),
  )
  .delete(
    "/:id",
    call(Invitation.revoke, { summary: "Withdraw an invitation", from: "path", returns: Invitation.Info }),
  );

export const members = new Hono<Env>()
  .route("/invitations", invitations)
  .get(
    "/",
    call(Member.list, { summary: "List members, newest first", from: "query", returns: pageOf(returns) }),
  )
  .get("/:id", call(Member.fromID, { summary: "Get a member", from: "path", returns }))
  .patch(
    "/:id",
    call(Member.edit, {
      summary: "Change a member's profile, role, visibility or team",
      from: "json",
      returns,
    }),
  )
  .delete(
    "/:id",
    call(Member.deactivate, { summary: "Deactivate a member: they sign in no more", from: "path", returns }),
  )
  .post(
    "/:id/restore",
    call(Member.reactivate, { summary: "Let a deactivated member in again", from: "path", returns }),
  );
