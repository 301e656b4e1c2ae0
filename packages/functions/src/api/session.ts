import { Denied, Unauthenticated } from "@rapport/core/kernel/error";
import type * as Session from "@rapport/core/session";
import { fromKey, fromToken } from "@rapport/core/session/authenticate";
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import { createMiddleware } from "hono/factory";
import type { Env } from "./env.ts";

/** `__Host-`: browsers take it only over a secure connection, from this host, for all of it, and no subdomain can set it. */
const COOKIE = "__Host-session";
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses a browser's request that another site made. Browsers say where a request comes from (Sec-Fetch-Site, before
 * that Origin) and no page can forge it; a request with neither is no browser's, and so carries nobody's cookies.
 * The open host is another site to us even where it is the same site to the browser: marketers write its pages.
 */
export const sameOrigin = createMiddleware<Env>(async (c, next) => {
  if (SAFE.has(c.req.method)) return next();
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  const own = process.env.APP_URL && new URL(process.env.APP_URL).origin;
  const allowed = site ? site === "same-origin" || site === "none" : origin === undefined || origin === own;
  if (!allowed)
    throw new Denied("This request came from another site. Open Rapport itself and repeat it there.");
  return next();
});

/** Finds who calls, by API key or by cookie: one GetItem. @throws {Unauthenticated} */
export const signedIn = createMiddleware<Env>(async (c, next) => {
  const authorization = c.req.header("authorization");
  const token = authorization === undefined ? getCookie(c, "session", "host") : undefined;
  const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(authorization ?? "")?.[1];
  const found = key ? await fromKey(key) : token ? await fromToken(token) : undefined;
  if (!found) throw new Unauthenticated();
  c.set("actor", found.actor);
  c.set("credential", found.credential);
  return key ? next() : sameOrigin(c, next);
});

/** The browser keeps it as long as a sign-in can stand; whether it stands is ours to say. */
const COOKIE_SECONDS = 30 * 86_400;

export function giveCookie(c: Context<Env>, token: string): void {
  const attributes = {
    secure: true,
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: COOKIE_SECONDS,
  } as const;
  setCookie(c, "session", token, { prefix: "host", ...attributes });
}

export function takeCookie(c: Context<Env>): void {
  deleteCookie(c, COOKIE, { secure: true, path: "/", httpOnly: true, sameSite: "Lax" });
}

/** Signs the caller in: the token goes into the cookie and never into the body. */
export function showSignIn<T extends Session.NewSession>(
  c: Context<Env>,
  { token, ...shown }: T,
): Omit<T, "token"> {
  giveCookie(c, token);
  return shown;
}

/**
 * Who asks, for attempt limits. CloudFront writes the viewer's address behind whatever the viewer claimed, and API
 * Gateway writes CloudFront's behind that: only these two can be believed.
 */
export function clientOf(c: Context<Env>): { ip: string; agent: string } {
  const hops = (c.req.header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
  return { ip: (hops.at(-2) ?? hops.at(-1) ?? "").slice(0, 60), agent: c.req.header("user-agent") ?? "" };
}
