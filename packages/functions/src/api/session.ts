import { Denied, Unauthenticated } from "@rapport/core/kernel/error";
import * as Session from "@rapport/core/session";
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
  const found = key ? await Session.fromKey(key) : token ? await Session.fromToken(token) : undefined;
  if (!found) throw new Unauthenticated();
  c.set("actor", found.actor);
  c.set("credential", found.credential);
  return key ? next() : sameOrigin(c, next);
});

/** A session cookie without an end: the browser may keep it as long as the sign-in stands, which is ours to say. */
export function giveCookie(c: Context<Env>, token: string): void {
  setCookie(c, "session", token, {
    prefix: "host",
    secure: true,
    path: "/",
    httpOnly: true,
    sameSite: "Lax",
    maxAge: 30 * 86_400,
  });
}

export function takeCookie(c: Context<Env>): void {
  deleteCookie(c, COOKIE, { secure: true, path: "/", httpOnly: true, sameSite: "Lax" });
}
