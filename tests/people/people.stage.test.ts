import { describe, expect, test } from "vitest";
import { jar, withStage } from "../stage/helper.ts";

const stage = withStage();
const password = "correct horse battery";

const post = (body: object): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** The link of the newest mail to an address with this subject. */
async function linkTo(to: string, subject: RegExp): Promise<URL> {
  await stage.idle();
  const mail = stage.inbox.list({ to }).find((one) => subject.test(one.subject));
  expect(mail, `a mail to ${to} about ${subject}`).toBeDefined();
  const raw = String(stage.inbox.raw(mail!.id)).replaceAll("=\r\n", "").replaceAll("=3D", "=");
  const url = /http:\/\/127\.0\.0\.1:\d+\/\S*#[\w-]{43}/.exec(raw)?.[0];
  expect(url).toBeDefined();
  return new URL(url!);
}

describe("people, on a whole stage", () => {
  test("sign up, invite a colleague by mail, forget a password and choose another", async () => {
    const ada = jar(() => stage.url);
    const signedUp = await ada.fetch(
      "/api/v1/auth/sign-up",
      post({ workspace: "Engines", name: "Ada", email: "ada@people.example", password }),
    );
    expect(signedUp.status).toBe(201);
    expect(ada.cookies.has("__Host-session")).toBe(true);
    await stage.idle();
    expect(stage.inbox.list({ to: "ada@people.example" }).map((mail) => mail.subject)).toEqual([
      "Welcome to Rapport",
    ]);

    const invited = await ada.fetch(
      "/api/v1/members/invitations",
      post({ email: "grace@people.example", role: "sales" }),
    );
    expect(invited.status).toBe(201);
    const invitation = await linkTo("grace@people.example", /Ada invites you to Engines/);
    expect(invitation.pathname).toBe("/accept");
    const grace = jar(() => stage.url);
    const token = invitation.hash.slice(1);
    const accepted = await grace.fetch("/api/v1/auth/accept", post({ token, name: "Grace", password }));
    expect(accepted.status).toBe(201);
    const me = (await (await grace.fetch("/api/v1/me")).json()) as { member: { role: string } };
    expect(me.member.role).toBe("sales");

    await grace.fetch("/api/v1/auth/forgot", post({ email: "grace@people.example" }));
    const reset = await linkTo("grace@people.example", /new password/);
    const chosen = "an even better one";
    const done = await grace.fetch(
      "/api/v1/auth/reset",
      post({ token: reset.hash.slice(1), password: chosen }),
    );
    expect(done.status).toBe(200);
    expect((await grace.fetch("/api/v1/me")).status).toBe(401);
    const again = await grace.fetch(
      "/api/v1/auth/sign-in",
      post({ email: "grace@people.example", password: chosen }),
    );
    expect(again.status).toBe(200);
    expect((await grace.fetch("/api/v1/me")).status).toBe(200);
    const logs = JSON.stringify(stage.logs);
    for (const secret of [password, chosen, token, reset.hash.slice(1), ...grace.cookies.values()])
      expect(logs).not.toContain(secret);
  });

  test("refuses who calls the function past CloudFront", async () => {
    const event = {
      version: "2.0",
      rawPath: "/api/health",
      rawQueryString: "",
      headers: { "x-origin-secret": "guessed" },
      requestContext: { http: { method: "GET", path: "/api/health" } },
    };
    expect(await stage.invoke("api", event)).toMatchObject({ statusCode: 403 });
    expect((await fetch(`${stage.url}/api/health`)).status).toBe(200);
  });
});
