import { createHash, randomBytes } from "node:crypto";

/** 256 bits of the system's generator in base64url: 43 characters. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a secret. A fast hash is enough: 256 random bits can't be guessed, unlike a password. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
