import { factsOf, imageBetween } from "@rapport/core/fact";
import { Secret, TOTP } from "otpauth";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Core, startCore } from "../core.ts";
import { anEmail, answered, ask, cookieOf, lastMailTo, signIn, signUp, stored } from "./app.ts";

let core: Core;
beforeAll(async () => {
  core = await startCore();
});
afterAll(() => core.stop());
afterEach(() => {
  vi.restoreAllMocks();
});

const logged: string[] = [];
function listen(): void {
  for (const level of ["log", "info", "warn", "error", "debug"] as const)
    vi.spyOn(console, level).mockImplementation((...parts) => {
      logged.push(parts.map(String).join(" "));
    });
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      logged.push(String(chunk));
      return true;
    });
}

/** Goes through every door that a secret passes. `once` may be answered one time, by the request that made it. */
async function life() {
  const never = [
    "a first password of mine",
    "a second password of mine",
    "a third password of mine",
    "a wrong guess",
  ];
  const [first = "", second = "", third = "", wrong = ""] = never;
  const email = anEmail("secretive");
  const ada = await ask("POST", "/auth/sign-up", {}, { workspace: "W", name: "Ada", email, password: first });
  const cookie = cookieOf(ada);
  await signIn(email, wrong);
  await ask("POST", "/auth/sign-in", {}, { email, password: first, extra: first });
  const moved = await signIn(email, first);
  await ask(
    "POST",
    "/me/password",
    { cookie, headers: { "idempotency-key": "password" } },
    { current: first, password: second },
  );
  await ask("POST", "/auth/forgot", {}, { email });
  const reset = (await lastMailTo(core, email, "reset")).token;
  await ask("POST", "/auth/reset", {}, { token: reset, password: third });
  await ask("POST", "/auth/reset", {}, { token: reset, password: third });
  const again = cookieOf(await signIn(email, third));
  const factor = await ask("POST", "/me/second-factor", { cookie: again }, { password: third });
  const totp = new TOTP({ secret: Secret.fromBase32(factor.body.secret), digits: 6, period: 30 });
  const confirmed = await ask(
    "POST",
    "/me/second-factor/confirm",
    { cookie: again },
    { code: totp.generate() },
  );
  const key = await ask("POST", "/api-keys", { cookie: again }, { name: "K", role: "sales" });
  await ask("GET", "/me", { key: key.body.key });
  const invited = anEmail("invited");
  await ask("POST", "/members/invitations", { cookie: again }, { email: invited, role: "viewer" });
  const invitation = (await lastMailTo(core, invited, "invite")).token;
  for (const path of [
    "/me",
    "/me/sessions",
    "/me/second-factor",
    "/members",
    "/members/invitations",
    "/api-keys",
    "/workspace",
  ])
    await ask("GET", path, { cookie: again });
  await fault({ cookie: again }, third);
  const once = [factor.body.secret as string, key.body.key as string, ...(confirmed.body.codes as string[])];
  return { never: [...never, cookie, cookieOf(moved), again, reset, invitation], once };
}

/** A fault inside: what the log then says. */
async function fault(asker: { cookie: string }, password: string): Promise<void> {
  const { RECORDS_TABLE } = process.env;
  process.env.RECORDS_TABLE = "missing";
  const answers = [
    await ask("POST", "/auth/sign-in", {}, { email: "a@people.example", password }),
    await ask("POST", "/me/password", asker, { current: password, password }),
  ];
  process.env.RECORDS_TABLE = RECORDS_TABLE;
  expect(answers.map((answer) => answer.status)).toEqual([500, 500]);
}

describe("a secret", () => {
  it("is in no answer but the one that shows it, in no log line, in no event, and readable in no item", async () => {
    await signUp();
    answered.length = 0;
    listen();
    const { never, once } = await life();
    const seen = [...logged];
    vi.restoreAllMocks();
    expect(seen.length).toBeGreaterThan(0);
    for (const secret of [...never, ...once])
      expect(seen.filter((line) => line.includes(secret))).toEqual([]);
    for (const secret of never) expect(answered.filter((body) => body.includes(secret))).toEqual([]);
    for (const secret of once) expect(answered.filter((body) => body.includes(secret))).toHaveLength(1);

    const items = await stored(core);
    const all = JSON.stringify(items);
    for (const secret of [...never, ...once]) expect(all).not.toContain(secret);

    const tenants = items.filter((item) => String(item.pk).startsWith("w#"));
    const facts = tenants.flatMap((item) => factsOf(imageBetween(undefined, item)));
    expect(facts.map((fact) => fact.type)).toEqual(
      expect.arrayContaining(["mail.requested", "apiKey.created", "member.created"]),
    );
    const told = JSON.stringify(facts);
    const sealed = items.flatMap((item) => (typeof item.sealed === "string" ? [item.sealed] : []));
    const hashes = items.flatMap((item) => /^(?:session|key)#(.+)$/.exec(String(item.pk))?.[1] ?? []);
    expect(sealed.length * hashes.length).toBeGreaterThan(0);
    for (const hidden of [...sealed, ...hashes]) expect(told).not.toContain(hidden);
    expect(tenants.some((item) => JSON.stringify(item).includes("$argon2id$"))).toBe(false);
  });
});
