import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { secret } from "./secret.ts";

const VERSION = "v1";

/** A key for each purpose, derived from the stage's signing key (HKDF, RFC 5869). */
async function keyFor(purpose: string): Promise<Buffer> {
  return Buffer.from(hkdfSync("sha256", await secret("signing-key"), "", `rapport:encrypt:${purpose}`, 32));
}

/** A random key of 32 bytes in base64url. */
export const newKey = () => randomBytes(32).toString("base64url");

/** One key of several, which is lost when any of them is (HKDF, RFC 5869). */
export function keyOfAll(keys: readonly string[], purpose: string): Buffer {
  const all = Buffer.concat(keys.map((key) => Buffer.from(key, "base64url")));
  return Buffer.from(hkdfSync("sha256", all, "", `rapport:seal:${purpose}`, 32));
}

/** AES-256-GCM of a text, bound to its purpose: see `seal`. */
export async function encrypt(purpose: string, text: string): Promise<string> {
  return seal(await keyFor(purpose), text);
}

/** @throws {Error} when the text was not encrypted by us for this purpose, or was changed. */
export async function decrypt(purpose: string, encrypted: string): Promise<string> {
  return open(await keyFor(purpose), encrypted);
}

/** AES-256-GCM of a text under a key of 32 bytes: `v1.iv.ciphertext.tag` in base64url. */
export function seal(key: Buffer, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return [VERSION, ...[iv, data, cipher.getAuthTag()].map((part) => part.toString("base64url"))].join(".");
}

/** @throws {Error} when the text was not sealed by us with this key, or was changed. */
export function open(key: Buffer, sealed: string): string {
  const [version, iv, data, tag] = sealed.split(".");
  if (version !== VERSION || !iv || data === undefined || !tag)
    throw new Error("Not an encrypted text of ours.");
  const from = (part: string) => Buffer.from(part, "base64url");
  const options = { authTagLength: 16 };
  const decipher = createDecipheriv("aes-256-gcm", key, from(iv), options);
  decipher.setAuthTag(from(tag));
  return Buffer.concat([decipher.update(from(data)), decipher.final()]).toString("utf8");
}
