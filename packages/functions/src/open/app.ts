import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { forms } from "./form.ts";
import { page, policy } from "./page.ts";
import { track } from "./track.ts";
import { unsubscribe } from "./unsubscribe.ts";

/**
 * The open host: whoever has a mail of ours comes here. It has no cookies and no sign-in, so what marketers and
 * strangers write can reach nothing of the app. HEAD is answered as GET without a body, and counts as nothing.
 */
export const app = new Hono();

app.use(async (c, next) => {
  await next();
  if (!c.res.headers.has("content-security-policy")) c.header("Content-Security-Policy", policy());
  c.header("Referrer-Policy", "no-referrer");
  c.header("X-Content-Type-Options", "nosniff");
  c.header("X-Robots-Tag", "noindex");
  if (!c.res.headers.has("cache-control")) c.header("Cache-Control", "no-store");
});
app.use(bodyLimit({ maxSize: 20_000 }));
app.route("/t", track).route("/u", unsubscribe).route("/f", forms);
app.notFound((c) => c.html(page("Nothing here", "<p>This address leads nowhere.</p>"), 404));
app.onError((error, c) => {
  console.error(JSON.stringify({ level: "error", function: "open", name: error.name, stack: error.stack }));
  return c.html(page("Something went wrong", "<p>Try again in a moment.</p>"), 500);
});
