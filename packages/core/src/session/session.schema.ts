import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { Email, line } from "../kernel/record.ts";

/** For a new password; what is common or the email itself is refused by the verb. Spaces count, nothing is trimmed. */
export const NewPassword = z.string().min(10, "must have at least 10 characters").max(200);
/** For one that exists: whatever was typed. */
export const GivenPassword = z.string().min(1).max(200);
/** Six digits of an authenticator app, or a recovery code. */
export const Code = z.string().trim().min(6).max(40);
export const Token = z.string().regex(/^[\w-]{43}$/, "must be the token of the link in our mail");

export const SignIn = z.strictObject({
  email: Email,
  password: GivenPassword,
  code: Code.optional().meta({ description: "Asked for with the problem `second-factor-required`" }),
  workspaceId: idOf("workspace").optional().meta({ description: "The one used last, where it is left out" }),
});
export type SignIn = z.input<typeof SignIn>;

export const Forgot = z.strictObject({ email: Email });
export const Reset = z.strictObject({ token: Token, password: NewPassword });
export const ChangePassword = z.strictObject({ current: GivenPassword, password: NewPassword });

/** A place where one is signed in. */
export const Info = z.object({
  id: idOf("session"),
  current: z.boolean(),
  workspaceId: idOf("workspace"),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  ip: z.string(),
  agent: z.string().meta({ description: "The browser, as it named itself" }),
});
export type Info = z.infer<typeof Info>;

export const SignedIn = z.object({
  workspaceId: idOf("workspace"),
  memberId: idOf("member"),
  sessionId: idOf("session"),
});
export type SignedIn = z.infer<typeof SignedIn>;

export const SetUp = z.strictObject({ password: GivenPassword });
export const Confirm = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, "must be the six digits that the app shows"),
});
export const Disable = z.strictObject({ password: GivenPassword, code: Code });

export const Factor = z.object({
  on: z.boolean(),
  since: z.iso.datetime().optional(),
  recoveryCodes: z.int().optional().meta({ description: "How many are left" }),
});
export const NewFactor = z.object({
  uri: z.string().meta({ description: "otpauth: address to show as a QR code" }),
  secret: z.string().meta({ description: "The same secret in base 32, to type" }),
});
export const RecoveryCodes = z.object({ codes: z.array(line(40)).meta({ description: "Shown this once" }) });
export const Ended = z.object({ ended: z.int() });
export const Done = z.object({ done: z.literal(true) });
