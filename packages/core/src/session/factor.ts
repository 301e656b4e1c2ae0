import { createHash, randomBytes } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import { decrypt, encrypt } from "../aws/cipher.ts";
import * as Context from "../kernel/context.ts";

/** A confirmed second factor: its encrypted secret, the last time step used, and hashes of unused recovery codes. */
export type SecondFactor = { secret: string; since: string; lastStep: number; recovery: string[] };

const PERIOD = 30;
const RECOVERY_CODES = 10;
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";

function totp(email: string, secret: Secret): TOTP {
  return new TOTP({ issuer: "Rapport", label: email, algorithm: "SHA1", digits: 6, period: PERIOD, secret });
}

const purpose = (email: string) => `second-factor:${email}`;

/** A new secret of 160 bits, as RFC 4226 recommends: to show once, and encrypted to keep. */
export async function newFactor(email: string) {
  const secret = new Secret({ size: 20 });
  return {
    uri: totp(email, secret).toString(),
    secret: secret.base32,
    sealed: await encrypt(purpose(email), secret.base32),
  };
}

/** The time step whose code this is, one step of clock drift allowed either way (RFC 6238, section 5.2); undefined for a wrong one. */
export async function stepOf(email: string, sealed: string, code: string): Promise<number | undefined> {
  const timestamp = Context.now().getTime();
  const secret = Secret.fromBase32(await decrypt(purpose(email), sealed));
  const delta = totp(email, secret).validate({ token: code, timestamp, window: 1 });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / PERIOD) + delta;
}

const normal = (code: string) => code.toLowerCase().replace(/[\s-]/g, "");
// 79 random bits a code: a fast hash is enough.
const recoveryHash = (code: string) => createHash("sha256").update(normal(code)).digest("base64url");

/** Ten codes such as `k7mq-…`, to show once, and their hashes. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const letter = () => {
    for (;;) {
      const byte = (randomBytes(1)[0] ?? 255) & 31;
      if (byte < ALPHABET.length) return ALPHABET[byte];
    }
  };
  const codes = Array.from({ length: RECOVERY_CODES }, () =>
    Array.from({ length: 4 }, () => Array.from({ length: 4 }, letter).join("")).join("-"),
  );
  return { codes, hashes: codes.map(recoveryHash) };
}

export type Proof = { factor: SecondFactor; recoveryUsed: boolean };

/** The factor after this code was used up; undefined for a wrong code, one seen before, or an old one. */
export async function prove(email: string, factor: SecondFactor, code: string): Promise<Proof | undefined> {
  if (/^\d{6}$/.test(code.replace(/\s/g, ""))) {
    const step = await stepOf(email, factor.secret, code.replace(/\s/g, ""));
    if (step === undefined || step <= factor.lastStep) return undefined;
    return { factor: { ...factor, lastStep: step }, recoveryUsed: false };
  }
  const hash = recoveryHash(code);
  if (!factor.recovery.includes(hash)) return undefined;
  return {
    factor: { ...factor, recovery: factor.recovery.filter((one) => one !== hash) },
    recoveryUsed: true,
  };
}
