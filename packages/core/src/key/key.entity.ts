import { keep, type Stored } from "../aws/record.ts";
import type { Role } from "../kernel/role.ts";

/** `email` names the login that holds the key's pointer; the key itself lies under `key#HASH`, with its last use. */
export type Fields = {
  name: string;
  role: Role;
  memberId: string;
  email: string;
  hash?: string;
  hint: string;
  expiresAt: string;
};
export type ApiKey = Stored<Fields>;

export const apiKeys = keep<Fields>({
  noun: "apiKey",
  shared: true,
  attributes: ["name", "role", "memberId", "email", "hash", "hint", "expiresAt"],
});
