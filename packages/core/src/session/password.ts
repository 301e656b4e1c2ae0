import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { Invalid } from "../kernel/error.ts";
import { isCommon } from "./common.ts";

/**
 * Argon2id with 19 MiB, 2 passes and 1 lane: the first choice of OWASP's Password Storage Cheat Sheet
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id), some 45 ms here.
 */
const COST = { memory: 19_456, passes: 2, parallelism: 1 };
const TAG = 32;
const derive = promisify<"argon2id", Argon2Parameters, Buffer>(argon2);

const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

function message(password: string): string {
  // NIST SP 800-63B: one form of Unicode, or the same password typed on another keyboard would differ.
  return password.normalize("NFKC");
}

/** A hash in PHC string form: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive("argon2id", { message: message(password), nonce, tagLength: TAG, ...COST });
  return `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(nonce)}$${base64(tag)}`;
}

const PHC = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** Takes as long for no hash at all: who has a login here can't be told from the time of the answer. */
export async function isPassword(password: string, phc: string | undefined): Promise<boolean> {
  const match = PHC.exec(phc ?? DECOY);
  if (!match) throw new Error("The stored password hash is not an Argon2id PHC string.");
  const [, memory, passes, parallelism, salt = "", tag = ""] = match;
  const expected = Buffer.from(tag, "base64");
  const given = await derive("argon2id", {
    message: message(password),
    nonce: Buffer.from(salt, "base64"),
    tagLength: expected.length,
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
  });
  return timingSafeEqual(given, expected) && phc !== undefined;
}

const DECOY = `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${base64(randomBytes(16))}$${base64(randomBytes(TAG))}`;

/** True for a hash made at another cost: it is renewed at the next sign-in, when the password is at hand. */
export function isOutdated(phc: string): boolean {
  return !phc.startsWith(`$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$`);
}

/** @throws {Invalid} for a password that others would try first. Its length is the schema's matter. */
export function expectStrong(password: string, email: string): void {
  const lower = password.normalize("NFKC").toLowerCase();
  const address = email.toLowerCase();
  const local = address.split("@")[0] ?? address;
  const weak =
    lower === address || lower === local
      ? "must not be your email"
      : isCommon(lower)
        ? "is one of the passwords that everybody tries first"
        : undefined;
  if (weak) throw new Invalid([{ path: "password", message: weak }]);
}
