import { escaped } from "@rapport/core/kernel/html";
import * as Tracking from "@rapport/core/tracking";
import { type Context, Hono } from "hono";
import { page } from "./page.ts";

const unknown = (c: Context) =>
  c.html(
    page(
      "This link does not work",
      "<p>It is cut, or it is not one that we sent. Use the link of the newest mail.</p>",
    ),
    404,
  );

const named = (topic: string) => (topic === "marketing" ? "news and offers" : topic.replaceAll("-", " "));
const from = ({ workspace }: Tracking.Preferences) => (workspace ? ` from ${escaped(workspace)}` : "");

/** A GET shows and changes nothing: scanners follow every link of a mail. Only a POST unsubscribes, one is enough (RFC 8058). */
export const unsubscribe = new Hono()
  .get("/:token", async (c) => {
    const token = c.req.param("token");
    const found = await Tracking.preferences(token);
    if (!found) return unknown(c);
    return c.html(
      page(
        "Unsubscribe",
        `<p>No more ${escaped(named(found.topic))}${from(found)} to ${escaped(found.address)}?</p><form method="post" action="/u/${token}"><button>Unsubscribe</button></form><p><small><a href="/u/${token}/preferences">Choose which mails you get</a></small></p>`,
      ),
    );
  })
  .post("/:token", async (c) => {
    const token = c.req.param("token");
    if (!(await Tracking.set(token, { subscribed: false }))) return unknown(c);
    return c.html(
      page(
        "You are unsubscribed",
        `<p>You will get no more of these mails. It was a mistake? <a href="/u/${token}/preferences">Change it here.</a></p>`,
      ),
    );
  })
  .get("/:token/preferences", async (c) => {
    const token = c.req.param("token");
    const found = await Tracking.preferences(token);
    return found ? c.html(choices(token, found, "")) : unknown(c);
  })
  .post("/:token/preferences", async (c) => {
    const token = c.req.param("token");
    const before = await Tracking.preferences(token);
    if (!before) return unknown(c);
    const form = await c.req.formData();
    const chosen = new Set(form.getAll("topic").map(String));
    for (const { topic, subscribed } of before.topics)
      if (chosen.has(topic) !== subscribed)
        await Tracking.set(token, { topic, subscribed: chosen.has(topic) });
    const after = await Tracking.preferences(token);
    return c.html(choices(token, after ?? before, "<p role=status>Saved.</p>"));
  });

function choices(token: string, found: Tracking.Preferences, saved: string): string {
  const boxes = found.topics.map(
    ({ topic, subscribed }) =>
      `<label><input type="checkbox" name="topic" value="${escaped(topic)}"${subscribed ? " checked" : ""}> ${escaped(named(topic))}</label>`,
  );
  return page(
    "Your mails",
    `${saved}<p>What may be sent${from(found)} to ${escaped(found.address)}:</p><form method="post" action="/u/${token}/preferences">${boxes.join("")}<p><button>Save</button></p></form>`,
  );
}
