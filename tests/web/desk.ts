import type { Page } from "playwright-core";
import { password } from "../journey/client.ts";
import type { Stage } from "../stage/helper.ts";
import { type Look, openPage } from "./browser.ts";

const sessions = new Map<string, { name: string; value: string }[]>();

/** One session a person and stage: the product ends the oldest of too many. */
async function sessionOf(stage: Stage, email: string) {
  const key = `${stage.url} ${email}`;
  const known = sessions.get(key);
  if (known) return known;
  const answer = await fetch(`${stage.url}/api/v1/auth/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  if (!answer.ok) throw new Error(`The sign-in was answered with ${answer.status}`);
  const cookies = answer.headers.getSetCookie().map((line) => {
    const [pair = ""] = line.split(";");
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1) };
  });
  sessions.set(key, cookies);
  return cookies;
}

/** The client of a stage at a path, signed in; storage of that stage may be asked too. */
export async function openDesk(stage: Stage, email: string, path: string, look: Look = {}): Promise<Page> {
  const cookies = await sessionOf(stage, email);
  return openPage(stage.url + path, { also: [stage.awsUrl], cookies, ...look });
}
