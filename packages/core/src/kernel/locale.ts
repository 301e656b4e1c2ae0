import * as z from "zod";

function holds(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** BCP 47, e.g. `fa` or `en-GB`, in canonical form. */
export const Locale = z
  .string()
  .min(2)
  .max(35)
  .refine((tag) => holds(() => Intl.getCanonicalLocales(tag)), "must be a BCP 47 language tag such as en-GB")
  .meta({ description: "BCP 47 language tag", example: "en-GB" });

/** IANA zone. */
export const TimeZone = z
  .string()
  .min(1)
  .max(60)
  .refine(
    (zone) => /^[A-Za-z]/.test(zone) && holds(() => new Intl.DateTimeFormat("en", { timeZone: zone })),
    "must be an IANA time zone such as Asia/Baku",
  )
  .meta({ description: "IANA time zone", example: "Asia/Baku" });

const currencies = new Set(Intl.supportedValuesOf("currency"));

/** ISO 4217. */
export const Currency = z
  .string()
  .refine((code) => currencies.has(code), "must be an ISO 4217 code such as EUR")
  .meta({ description: "ISO 4217 code", example: "EUR" });
