import * as z from "zod";

/** Integer minor units (cents) and an ISO 4217 code; never a float. */
export const Money = z.strictObject({
  amount: z.int().min(-1e15).max(1e15).meta({ description: "Integer minor units, e.g. cents" }),
  currency: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code such as EUR"),
});
export type Money = z.infer<typeof Money>;

/** How many minor digits a currency has (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return (
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** @throws {RangeError} when the currencies differ: Rapport never adds across currencies. */
export function add(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new RangeError(`Cannot add ${a.currency} and ${b.currency}`);
  return { amount: a.amount + b.amount, currency: a.currency };
}
