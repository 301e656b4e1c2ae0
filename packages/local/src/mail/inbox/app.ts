import { type Context, Hono } from "hono";
import { SesFault } from "../fault.ts";
import type { Mail } from "../index.ts";
import type { Direction, Filter, Mail as StoredMail } from "../store.ts";
import { facts, listing, page, TABS, type Tab } from "./page.ts";
import { document, PAGE_POLICY, policyOf } from "./policy.ts";
import { SCRIPT } from "./script.ts";
import { STYLE } from "./style.ts";

export type InboxOptions = {
  /** Origins of the stage itself: a mail may show pictures from them, and one-click may post to them. */
  origins?: readonly string[];
  /** Who makes the one-click request. Default: the global fetch. */
  fetch?: (url: string, init: RequestInit) => Promise<Response>;
};

export const BASE = "/__local/inbox";
const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

/** The mailbox of everyone the stage writes to: pages for people, JSON for tests. Mount at `/__local/inbox` and below. */
export function inboxApp(mail: Mail, options: InboxOptions = {}): (request: Request) => Promise<Response> {
  const origins = options.origins ?? [];
  const call = options.fetch ?? fetch;
  const app = new Hono({ strict: false }).basePath(BASE);

  app.use("*", async (c, next) => {
    // A name that is made to point at loopback, and a form on another page, must not reach the mail.
    if (!LOOPBACK.includes(new URL(c.req.url).hostname)) return c.text("only on loopback", 403);
    if (c.req.method !== "GET" && foreign(c)) return c.text("only from this page", 403);
    await next();
    c.header("x-content-type-options", "nosniff");
    // Stricter, and a browser would send our own forms with `Origin: null`.
    if (!c.res.headers.has("referrer-policy")) c.header("referrer-policy", "same-origin");
    if (!c.res.headers.has("cache-control")) c.header("cache-control", "no-store");
    if (!c.res.headers.has("content-security-policy")) c.header("content-security-policy", PAGE_POLICY);
  });

  app.get("/inbox.css", (c) => c.body(STYLE, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get("/inbox.js", (c) => c.body(SCRIPT, 200, { "content-type": "text/javascript; charset=utf-8" }));

  app.get("/", async (c) => {
    const view = viewOf(c);
    const opened = view.id === undefined ? undefined : await mail.open(view.id);
    const raw = opened && view.tab === "source" ? mail.raw(opened.id) : undefined;
    return c.html(
      await page({ ...view, mails: mail.list(view.filter), opened, raw, version: mail.version() }),
    );
  });

  app.get("/live", async (c) => {
    const view = viewOf(c);
    const version = mail.version();
    if (c.req.query("since") === version) return c.body(null, 204);
    const opened = view.id === undefined ? undefined : await mail.open(view.id);
    return c.json({
      version,
      list: String(await listing({ ...view, mails: mail.list(view.filter) })),
      facts: opened ? String(await facts(opened)) : "",
    });
  });

  app.get("/mails", (c) => c.json({ version: mail.version(), mails: mail.list(filterOf(c)).map(summary) }));

  app.get("/mails/:id", async (c) => {
    const opened = await mail.open(c.req.param("id"));
    if (!opened) return c.json({ error: "no such mail" }, 404);
    const { parts, events, ...rest } = opened;
    return c.json({
      ...rest,
      at: new Date(opened.at).toISOString(),
      parts: parts.map(({ filename, type, size, cid }, at) => ({
        filename,
        type,
        size,
        cid,
        url: `${BASE}/mails/${opened.id}/parts/${at}`,
      })),
      events: events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
    });
  });

  app.get("/mails/:id/source", (c) => {
    const raw = mail.raw(c.req.param("id"));
    return raw
      ? c.body(new Uint8Array(raw), 200, { "content-type": "text/plain; charset=utf-8" })
      : c.notFound();
  });

  app.get("/mails/:id/html", async (c) => {
    const opened = await mail.open(c.req.param("id"));
    if (opened?.html === undefined) return c.notFound();
    const parts = `${new URL(c.req.url).origin}${BASE}/mails/${opened.id}/parts/`;
    c.header("content-security-policy", policyOf([parts, ...origins]));
    c.header("referrer-policy", "no-referrer");
    return c.html(document(opened, parts));
  });

  app.get("/mails/:id/parts/:at", async (c) => {
    const part = (await mail.open(c.req.param("id")))?.parts[Number(c.req.param("at"))];
    if (!part) return c.notFound();
    const shown = /^image\/(png|jpeg|gif|webp)$/.test(part.type);
    return c.body(new Uint8Array(part.content), 200, {
      "content-type": shown ? part.type : "application/octet-stream",
      "content-disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(part.filename).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16)}`)}`,
      "content-security-policy": "default-src 'none'; sandbox",
    });
  });

  const happenings = {
    bounce: mail.bounce,
    "soft-bounce": mail.softBounce,
    complain: mail.complain,
    delay: mail.delay,
  };
  for (const [name, happen] of Object.entries(happenings)) {
    app.post(`/mails/:id/${name}`, async (c) => {
      const { recipient } = await fields(c);
      const after = happen(c.req.param("id"), recipient);
      return done(c, { status: after.status }, `Now ${after.status}`);
    });
  }

  app.post("/mails/:id/reply", async (c) => {
    const { text = "" } = await fields(c);
    if (text.trim() === "") return refused(c, 400, "An answer needs words");
    if (!mail.find(c.req.param("id"))) return refused(c, 404, "no such mail");
    const received = await mail.reply(c.req.param("id"), text);
    if (received.stored.length === 0)
      return refused(c, 409, `No receipt rule takes mail for ${received.refused.join(", ")}`);
    return done(c, received, "Answered");
  });

  app.post("/mails/:id/unsubscribe", async (c) => {
    const url = (await mail.open(c.req.param("id")))?.oneClick;
    if (url === undefined) return refused(c, 409, "This mail offers no one-click unsubscribing");
    if (!origins.includes(new URL(url).origin))
      return refused(c, 409, `${new URL(url).origin} is not part of this stage`);
    // RFC 8058, 3.2: this body, no cookies, and no redirect is followed.
    const response = await call(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
      credentials: "omit",
      redirect: "manual",
    });
    const { status } = response;
    await response.body?.cancel();
    return status < 300
      ? done(c, { status, url }, "Unsubscribed")
      : refused(c, 502, `The one-click request was answered with ${status}`);
  });

  app.onError((error, c) => {
    if (error instanceof SesFault)
      return refused(c, error.code === "NotFoundException" ? 404 : 400, error.message);
    console.error(error);
    return c.json({ error: "This page has a fault; the log says more." }, 500);
  });

  return async (request) => app.fetch(request);
}

function foreign(c: Context): boolean {
  const site = c.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  const origin = c.req.header("origin");
  return origin !== undefined && origin !== new URL(c.req.url).origin;
}

const wantsPage = (c: Context) => c.req.header("accept")?.includes("text/html") ?? false;
const back = (c: Context, note: string) =>
  c.redirect(`${BASE}/?id=${c.req.param("id")}&note=${encodeURIComponent(note)}`, 303);

const done = (c: Context, body: object, note: string) => (wantsPage(c) ? back(c, note) : c.json(body));
const refused = (c: Context, status: 400 | 404 | 409 | 502, error: string) =>
  wantsPage(c) && status !== 404 ? back(c, error) : c.json({ error }, status);

async function fields(c: Context): Promise<{ recipient?: string; text?: string }> {
  const json = c.req.header("content-type")?.startsWith("application/json") ?? false;
  const body: unknown = json ? await c.req.json() : await c.req.parseBody();
  const one = (name: string) => {
    const value = (body as Record<string, unknown>)[name];
    return typeof value === "string" && value !== "" ? { [name]: value } : {};
  };
  return { ...one("recipient"), ...one("text") };
}

function filterOf(c: Context): Filter {
  const word = (name: "q" | "to" | "subject") => (c.req.query(name) ? { [name]: c.req.query(name) } : {});
  const number = (name: "before" | "after" | "limit") => {
    const value = Number(c.req.query(name) ?? Number.NaN);
    return Number.isInteger(value) ? { [name]: value } : {};
  };
  const direction = c.req.query("direction");
  return {
    ...word("q"),
    ...word("to"),
    ...word("subject"),
    ...number("before"),
    ...number("after"),
    ...number("limit"),
    ...(direction === "in" || direction === "out" ? { direction: direction as Direction } : {}),
  };
}

function viewOf(c: Context) {
  const tab = c.req.query("tab") as Tab | undefined;
  const [id, note] = [c.req.query("id"), c.req.query("note")];
  return {
    filter: filterOf(c),
    tab: tab && TABS.includes(tab) ? tab : undefined,
    ...(id ? { id } : {}),
    ...(note ? { note } : {}),
  };
}

const summary = ({ headers: _, ...mail }: StoredMail) => ({ ...mail, at: new Date(mail.at).toISOString() });
