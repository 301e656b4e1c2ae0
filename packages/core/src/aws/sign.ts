import { createHmac, timingSafeEqual } from "node:crypto";
import { secret } from "./secret.ts";

/** HMAC-SHA-256 of a text under the stage's signing key, bound to a purpose so that one signature never serves another. */
export async function sign(purpose: string, text: string): Promise<string> {
  return createHmac("sha256", await secret("signing-key"))
    .update(`${purpose}\n${text}`)
    .digest("base64url");
}

export async function verify(purpose: string, text: string, signature: string): Promise<boolean> {
  const expected = Buffer.from(await sign(purpose, text));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** `payload.signature`, both base64url: a token that carries JSON and can't be forged. */
export async function seal(purpose: string, value: unknown): Promise<string> {
  const payload = Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${payload}.${await sign(purpose, payload)}`;
}

/** The sealed value, or undefined when the token is forged, cut or made for another purpose. */
export async function unseal<T>(purpose: string, token: string): Promise<T | undefined> {
  const [payload, signature, rest] = token.split(".");
  if (!payload || !signature || rest !== undefined) return undefined;
  if (!(await verify(purpose, payload, signature))) return undefined;
  return JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as T;
}
