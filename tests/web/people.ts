import type { BrowserContext, Page } from "playwright-core";
import { type Owner, password } from "../journey/client.ts";
import type { Stage } from "../stage/helper.ts";
import { launch } from "./browser.ts";

const PERSON =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

/** Invited by the owner and come by the mail's link. */
export async function colleague(
  stage: Stage,
  owner: Owner,
  { email, name, role }: { email: string; name: string; role: string },
): Promise<void> {
  await owner.post("/members/invitations", { email, role });
  await stage.idle();
  const [mail] = stage.inbox.list({ to: email });
  const opened = mail && (await stage.inbox.open(mail.id));
  const token = opened?.links.map((link) => new URL(link).hash.slice(1)).find((hash) => hash.length > 0);
  const answer = await fetch(`${stage.url}/api/v1/auth/accept`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, name, password }),
  });
  if (!answer.ok)
    throw new Error(`The invitation was answered with ${answer.status}: ${await answer.text()}`);
}

/** Somebody who gets the mails of the stage and reads them in its inbox page, as people do: in a browser with a name. */
export class Reader {
  private readonly stage: Stage;
  private readonly context: BrowserContext;
  private readonly page: Page;

  private constructor(stage: Stage, context: BrowserContext, page: Page) {
    this.stage = stage;
    this.context = context;
    this.page = page;
  }

  static async at(stage: Stage): Promise<Reader> {
    const context = await (await launch()).newContext({ userAgent: PERSON });
    return new Reader(stage, context, await context.newPage());
  }

  async open(email: string): Promise<void> {
    await this.page.goto(`${this.stage.url}/__local/inbox/?q=${encodeURIComponent(email)}`);
    await this.page.getByRole("navigation", { name: "Mail", exact: true }).getByRole("link").first().click();
    await this.page.locator("iframe").waitFor();
    await this.page.waitForLoadState("networkidle");
  }

  /** Presses a link of the open mail; `then` has the page that it opens. Answers where our host sends on to. */
  async follow(name: string, then?: (page: Page) => Promise<void>): Promise<string | undefined> {
    // Nothing runs in the mail's frame, so nothing there can be waited for: the link is found and pressed by its place.
    const frame = this.page.frames().find((one) => one.url().endsWith("/html"));
    const links = (await frame?.$$("a")) ?? [];
    const texts = await Promise.all(links.map((link) => link.textContent()));
    const box = await links[texts.findIndex((text) => text?.trim() === name)]?.boundingBox();
    if (!box) throw new Error(`the mail has no link ${name}: ${texts.join(", ")}`);
    const [opened, answer] = await Promise.all([
      this.context.waitForEvent("page"),
      this.context.waitForEvent("response", (response) => response.request().isNavigationRequest()),
      this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2),
    ]);
    await then?.(opened);
    await opened.close();
    return answer.headers().location;
  }

  /** One of the inbox's buttons: what the world says of the mail. */
  async say(what: "Bounce" | "Complaint"): Promise<void> {
    await this.page.getByRole("button", { name: what }).click();
    await this.page.getByRole("status").waitFor();
  }

  leave(): Promise<void> {
    return this.context.close();
  }
}
