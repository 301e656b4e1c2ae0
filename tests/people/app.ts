/** The API in process, asked as a browser, a key or nobody would ask it. */

import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { app } from "../../packages/functions/src/api/app.ts";
import type { Core, Item } from "../core.ts";

export type Answer = {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  body: any;
  headers: Headers;
};

export type Asker = {
  cookie?: string;
  key?: string;
  agent?: string;
  ip?: string;
  headers?: Record<string, string>;
};

/** Everything that was answered, to look for secrets in it. */
export const answered: string[] = [];

export async function ask(method: string, path: string, asker: Asker = {}, body?: unknown): Promise<Answer> {
  const headers: Record<string, string> = {
    "user-agent": asker.agent ?? "Firefox",
    "x-forwarded-for": `198.51.100.9, ${asker.ip ?? "203.0.113.1"}, 130.176.0.1`,
    ...(asker.cookie ? { cookie: `__Host-session=${asker.cookie}` } : {}),
    ...(asker.key ? { authorization: `Bearer ${asker.key}` } : {}),
    ...(body === undefined ? {} : { "content-type": "application/json" }),
    ...asker.headers,
  };
  const answer = await app.request(`/api/v1${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await answer.text();
  answered.push(text);
  return { status: answer.status, body: text === "" ? undefined : JSON.parse(text), headers: answer.headers };
}

/** The session's token of an answer that signs in. */
export function cookieOf(answer: Answer): string {
  const cookie = answer.headers.getSetCookie().find((one) => one.startsWith("__Host-session="));
  const token = /^__Host-session=([\w-]{43});/.exec(cookie ?? "")?.[1];
  if (!token) throw new Error(`The answer ${answer.status} ${JSON.stringify(answer.body)} sets no session.`);
  return token;
}

/** All of Records, as plain values, without the counters of attempts that every try raises. */
export async function stored(core: Core): Promise<Item[]> {
  const items = (await core.dump()).map((item) => unmarshall(item as Record<string, AttributeValue>));
  return items.filter((item) => !String(item.pk).startsWith("attempt#"));
}

export type Person = {
  email: string;
  password: string;
  cookie: string;
  memberId: string;
  workspaceId: string;
};

let count = 0;

/** A fresh email, the same in no two tests. */
export function anEmail(name = "ada"): string {
  return `${name}${++count}@people.example`;
}

export const PASSWORD = "correct horse battery";

/** Somebody with a workspace of their own. */
export async function signUp(options: { email?: string; workspace?: string } = {}): Promise<Person> {
  const email = options.email ?? anEmail();
  const answer = await ask(
    "POST",
    "/auth/sign-up",
    { ip: `192.0.2.${(count % 250) + 1}` },
    {
      workspace: options.workspace ?? "Analytical Engines",
      name: "Ada Lovelace",
      email,
      password: PASSWORD,
    },
  );
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  const { memberId, workspaceId } = answer.body;
  return { email, password: PASSWORD, cookie: cookieOf(answer), memberId, workspaceId };
}

export async function signIn(
  email: string,
  password = PASSWORD,
  more: object = {},
  asker: Asker = {},
): Promise<Answer> {
  return ask("POST", "/auth/sign-in", asker, { email, password, ...more });
}

/** The outbox's mails to an address, newest last, each as it would leave: the token of its link with it. */
export async function mailsTo(core: Core, email: string) {
  const { decrypt } = await import("@rapport/core/aws/cipher");
  const items = (await stored(core)).filter((item) => item.sk === "mail" && item.to === email);
  return Promise.all(
    items
      .sort((a, b) => String(a.id).localeCompare(String(b.id)))
      .map(async (item) => ({
        id: String(item.id),
        workspaceId: String(item.workspaceId),
        template: String(item.template),
        state: String(item.state),
        token: item.sealed ? await decrypt(`mail:${item.id}`, String(item.sealed)) : "",
      })),
  );
}

export async function lastMailTo(core: Core, email: string, template: string) {
  const mails = (await mailsTo(core, email)).filter((mail) => mail.template === template);
  const last = mails.at(-1);
  if (!last) throw new Error(`No ${template} mail to ${email}.`);
  return last;
}

/** Invites and accepts: a member of the person's workspace with this role. */
export async function invited(
  core: Core,
  by: Person,
  role: string,
  options: { email?: string; visibility?: string; teamId?: string } = {},
): Promise<Person> {
  const { email = anEmail(role), ...rest } = options;
  const made = await ask("POST", "/members/invitations", { cookie: by.cookie }, { email, role, ...rest });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const { token } = await lastMailTo(core, email, "invite");
  const answer = await ask(
    "POST",
    "/auth/accept",
    { ip: `192.0.2.${(++count % 250) + 1}` },
    { token, name: `The ${role}`, password: PASSWORD },
  );
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return {
    email,
    password: PASSWORD,
    cookie: cookieOf(answer),
    memberId: answer.body.memberId,
    workspaceId: answer.body.workspaceId,
  };
}
