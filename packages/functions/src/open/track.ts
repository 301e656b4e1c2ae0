import * as Tracking from "@rapport/core/tracking";
import { type Context, Hono } from "hono";

/** A transparent GIF of one pixel. */
const PIXEL = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

function hintsOf(c: Context): Tracking.Hints {
  const purpose = c.req.header("sec-purpose") ?? c.req.header("purpose") ?? c.req.header("x-moz");
  return { method: c.req.raw.method, agent: c.req.header("user-agent"), purpose };
}

/** Opens and clicks. A picture always comes and a link always leads on, whatever becomes of the count. */
export const track = new Hono()
  .get("/o/:token", async (c) => {
    await counted(() => Tracking.opened(c.req.param("token"), hintsOf(c)));
    return c.body(PIXEL, 200, { "content-type": "image/gif", "cache-control": "no-store, private" });
  })
  .get("/c/:token", async (c) => {
    const token = c.req.param("token");
    const address = await Tracking.clicked(token, hintsOf(c));
    if (!address) return c.text("This link is not one that we sent.", 404);
    return c.redirect(address, 302);
  });

async function counted(count: () => Promise<void>): Promise<void> {
  try {
    await count();
  } catch (error) {
    console.error(JSON.stringify({ level: "error", function: "open", name: (error as Error).name }));
  }
}
