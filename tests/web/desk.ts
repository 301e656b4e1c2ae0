import type { Page } from "playwright-core";
import { password } from "../journey/client.ts";
import type { Stage } from "../stage/helper.ts";
import { type Look, openPage } from "./browser.ts";

/** The client of a stage at a path, signed in; storage of that stage may be asked too. */
export async function openDesk(stage: Stage, email: string, path: string, look: Look = {}): Promise<Page> {
  const page = await openPage(`${stage.url}/sign-in`, { also: [stage.awsUrl], ...look });
  const status = await page.evaluate(async (body) => {
    const headers = { "content-type": "application/json" };
    const answer = await fetch("/api/v1/auth/sign-in", { method: "POST", headers, body });
    return answer.status;
  }, JSON.stringify({ email, password }));
  if (status >= 300) throw new Error(`The sign-in was answered with ${status}`);
  await page.goto(stage.url + path);
  return page;
}
