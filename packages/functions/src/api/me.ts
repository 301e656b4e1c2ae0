import * as Member from "@rapport/core/member";
import * as Session from "@rapport/core/session";
import * as Workspace from "@rapport/core/workspace";
import { Hono } from "hono";
import * as z from "zod";
import { call } from "./call.ts";
import type { Env } from "./env.ts";
import { showSignIn } from "./session.ts";

const Sessions = z.object({ items: z.array(Session.Info) });

export const me = new Hono<Env>()
  .get(
    "/",
    call(Workspace.me, {
      summary: "Who you are, where, and what you may do",
      from: "path",
      returns: Workspace.Me,
    }),
  )
  .patch("/", call(Member.editMe, { summary: "Change your own profile", from: "json", returns: Member.Info }))
  .post(
    "/password",
    call(Session.changePassword, {
      summary: "Change your password; other sign-ins end",
      from: "json",
      returns: Session.Done,
    }),
  )
  .post(
    "/workspace",
    call(Session.switchTo, {
      summary: "Go to another of your workspaces",
      from: "json",
      returns: Session.SignedIn,
      show: showSignIn,
    }),
  )
  .get(
    "/sessions",
    call(Session.list, { summary: "Where you are signed in", from: "path", returns: Sessions }),
  )
  .delete(
    "/sessions",
    call(Session.endOthers, { summary: "End your other sign-ins", from: "path", returns: Session.Ended }),
  )
  .delete(
    "/sessions/:id",
    call(Session.endOne, { summary: "End one of your sign-ins", from: "path", status: 204 }),
  )
  .get(
    "/second-factor",
    call(Session.secondFactor, {
      summary: "Whether your second factor is on",
      from: "path",
      returns: Session.Factor,
    }),
  )
  .post(
    "/second-factor",
    call(Session.setUp, {
      summary: "Set up a second factor: a new secret, shown once",
      from: "json",
      returns: Session.NewFactor,
    }),
  )
  .post(
    "/second-factor/confirm",
    call(Session.confirm, {
      summary: "Switch it on with a code; gives the recovery codes once",
      from: "json",
      returns: Session.RecoveryCodes,
    }),
  )
  .post(
    "/second-factor/disable",
    call(Session.disable, { summary: "Switch your second factor off", from: "json", returns: Session.Done }),
  );
