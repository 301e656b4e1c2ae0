import * as Invitation from "@rapport/core/invitation";
import * as Context from "@rapport/core/kernel/context";
import * as Member from "@rapport/core/member";
import * as Session from "@rapport/core/session";
import * as Workspace from "@rapport/core/workspace";
import { Hono, type Context as HonoContext } from "hono";
import { getCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import * as z from "zod";
import { call, withDescription } from "./call.ts";
import type { Env } from "./env.ts";
import { clientOf, sameOrigin, showSignIn, takeCookie } from "./session.ts";

/** Nobody yet, and in no workspace: what these verbs write is the login's, or a workspace's that they name themselves. */
const asVisitor = createMiddleware<Env>((c, next) => {
  const actor = { kind: "visitor", workspaceId: "none", id: "visitor" } as const;
  return Context.provide(
    { actor, cause: c.get("requestId"), depth: 0, silent: false, client: clientOf(c) },
    next,
  );
});

const signOut = withDescription(
  async (c: HonoContext<Env>) => {
    const token = getCookie(c, "session", "host");
    if (token) await Session.signOut(token);
    takeCookie(c);
    return c.body(null, 204);
  },
  {
    summary: "End this sign-in",
    from: "path",
    schema: z.strictObject({}),
    returns: undefined,
    status: 204,
    permission: "open",
  },
);

const SignedUp = Session.SignedIn.extend({ workspace: Workspace.Info, member: Member.Info });
const Accepted = Session.SignedIn.extend({ member: Member.Info });

/** Routes of people who are not signed in. */
export const auth = new Hono<Env>()
  .use(sameOrigin, asVisitor)
  .post(
    "/sign-up",
    call(Workspace.create, {
      summary: "Make a workspace and sign in as its owner",
      from: "json",
      returns: SignedUp,
      status: 201,
      show: showSignIn,
    }),
  )
  .post(
    "/sign-in",
    call(Session.signIn, {
      summary: "Sign in: sets the session's cookie",
      from: "json",
      returns: Session.SignedIn,
      show: showSignIn,
    }),
  )
  .post("/sign-out", signOut)
  .post(
    "/forgot",
    call(Session.forgot, {
      summary: "Ask for a mail to choose a new password; the answer is always the same",
      from: "json",
      returns: Session.Done,
    }),
  )
  .post(
    "/reset",
    call(Session.reset, {
      summary: "Choose a new password with the mailed token; every sign-in ends",
      from: "json",
      returns: Session.Done,
    }),
  )
  .post(
    "/accept",
    call(Invitation.accept, {
      summary: "Accept an invitation with the mailed token, and sign in",
      from: "json",
      returns: Accepted,
      status: 201,
      show: showSignIn,
    }),
  );
