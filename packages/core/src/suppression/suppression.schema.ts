import * as z from "zod";
import { Email } from "../kernel/record.ts";

/** Why nobody in the workspace may mail an address. */
export const Reason = z.enum(["hard-bounce", "complaint", "manual", "unsubscribed", "erased"]);
export type Reason = z.infer<typeof Reason>;

/** The address itself is not kept: only its keyed hash, which still blocks it when the person was erased. */
export const Info = z.object({
  id: z.string().meta({ description: "Keyed hash of the address" }),
  reason: Reason,
  at: z.iso.datetime(),
  by: z.string(),
});
export type Info = z.infer<typeof Info>;

export const Add = z.strictObject({ email: Email, reason: Reason.default("manual") });
export const Which = z.strictObject({ email: Email });
