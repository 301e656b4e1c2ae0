import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SendEmailCommand } from "@aws-sdk/client-sesv2";
import chromium from "@sparticuz/chromium";
import { type Browser, chromium as driver } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { inboxApp } from "../../packages/local/src/mail/index.ts";
import { type Stand, stand } from "./stand.ts";

const EVIL = `<h2 style="color:#0f5e73">Hello</h2><script>parent.document.title = "ran"; document.title = "ran"</script>
<img src=x onerror="document.body.dataset.ran = 1"><svg onload="document.body.dataset.ran = 1"></svg>
<a id="script" href="javascript:document.body.dataset.ran=1">script</a> <a id="out" href="ORIGIN/away">out</a> <a id="top" target="_top" href="ORIGIN/away">top</a>
<form action="ORIGIN/form" method="post"><button id="form">form</button></form>
<meta http-equiv="refresh" content="1;url=ORIGIN/refreshed"><iframe src="ORIGIN/framed"></iframe><img src="https://elsewhere.example/pixel.gif">
<img src="ORIGIN/pixel.gif">`;

let here: Stand;
let browser: Browser;
let origin: string;
let close: () => void;
const asked: string[] = [];

beforeAll(async () => {
  here = await stand();
  const server = createServer((incoming, outgoing) => {
    const answer = async () => {
      asked.push(`${incoming.method} ${incoming.url}`);
      if (!incoming.url?.startsWith("/__local/"))
        return new Response("<p>away</p>", { headers: { "content-type": "text/html" } });
      const body = Buffer.concat((await incoming.toArray()) as Buffer[]);
      const headers = Object.entries(incoming.headers).map(
        ([name, value]) => [name, String(value)] as [string, string],
      );
      const init = { method: incoming.method!, headers, ...(body.length > 0 ? { body } : {}) };
      return inboxApp(here.mail, { origins: [origin] })(new Request(origin + incoming.url, init));
    };
    answer().then(
      async (response) => {
        outgoing.writeHead(response.status, Object.fromEntries(response.headers));
        outgoing.end(Buffer.from(await response.arrayBuffer()));
      },
      (error) => outgoing.end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  close = () => server.close();
  browser = await driver.launch(
    process.platform === "linux"
      ? // Its own list of arguments turns web security off, which is what this test is about.
        { executablePath: await chromium.executablePath(), args: ["--no-sandbox", "--disable-dev-shm-usage"] }
      : { channel: "chrome" },
  );
});
afterAll(async () => {
  await browser?.close();
  close?.();
  await here.close();
});

async function send(to: string, subject: string, html: string): Promise<string> {
  const { MessageId } = await here.ses.send(
    new SendEmailCommand({
      FromEmailAddress: "Rapport <reply+t_1@in.example.com>",
      Destination: { ToAddresses: [to] },
      ConfigurationSetName: "rapport",
      Content: {
        Simple: {
          Subject: { Data: subject },
          Body: { Html: { Data: html.replaceAll("ORIGIN", origin) }, Text: { Data: "Plain words" } },
          Headers: [
            { Name: "List-Unsubscribe", Value: `<${origin}/u/abc>` },
            { Name: "List-Unsubscribe-Post", Value: "List-Unsubscribe=One-Click" },
          ],
        },
      },
    }),
  );
  await here.mail.idle();
  return MessageId!;
}

it("shows a hostile mail without running, sending or loading anything of it but the stage's own pictures", async () => {
  const id = await send("aysel@example.net", "Hostile", EVIL);
  const context = await browser.newContext();
  const page = await context.newPage();
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:"))
      elsewhere.push(request.url());
  });
  await page.goto(`${origin}/__local/inbox/?id=${id}`);
  const frame = page.frameLocator("main iframe");
  await frame.locator("h2").waitFor();
  expect(await page.title()).toBe("Hostile · Inbox of this stage");
  expect(await frame.locator("body[data-ran]").count()).toBe(0);
  await frame.locator("#form").click();
  await frame.locator("#top").click();
  const [popup] = await Promise.all([context.waitForEvent("page"), frame.locator("#out").click()]);
  await popup.waitForURL(`${origin}/away`);
  expect(await popup.evaluate(() => window.opener)).toBeNull();
  expect(page.url()).toBe(`${origin}/__local/inbox/?id=${id}`);
  expect(asked).toContain("GET /pixel.gif");
  expect(asked.filter((line) => /form|framed|refreshed/.test(line))).toEqual([]);
  // Blocked before they left: the browser reports none of them as sent.
  expect(elsewhere.filter((url) => !url.startsWith("https://elsewhere.example"))).toEqual([]);
  await context.close();
});

it("shows new mail by itself, and a press of Bounce, Unsubscribe and Reply does it", async () => {
  const id = await send("first@example.net", "First", "<p>one</p>");
  const page = await browser.newPage();
  await page.goto(`${origin}/__local/inbox/?id=${id}`);
  await send("second@example.net", "Second", "<p>two</p>");
  await page.locator("a.row", { hasText: "Second" }).waitFor();
  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await page.getByRole("status").filter({ hasText: "Unsubscribed" }).waitFor();
  expect(asked).toContain("POST /u/abc");
  await page.getByText("Reply", { exact: true }).click();
  await page.getByLabel("Your answer").fill("Thank you");
  await page.getByRole("button", { name: "Send as first@example.net" }).click();
  await page.getByRole("status").filter({ hasText: "Answered" }).waitFor();
  expect(here.stored.at(-1)?.body).toContain("Thank you");
  await page.getByRole("button", { name: "Bounce" }).click();
  await page.locator("#facts", { hasText: "bounced" }).waitFor();
  await page.getByRole("link", { name: "Text", exact: true }).click();
  await page.getByText("Plain words").waitFor();
  await page.getByRole("searchbox").fill("second");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=second/);
  expect(await page.locator("a.row").count()).toBe(1);
  await page.close();
});
