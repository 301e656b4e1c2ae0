import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from "libphonenumber-js/min";

/** E.164 where the number parses (with the country as hint for national numbers), else the text as it came. */
export function normalizePhone(text: string, country?: string): { phone: string; parsed: boolean } {
  const trimmed = text.trim();
  const hint = country && isSupportedCountry(country) ? (country as CountryCode) : undefined;
  const parsed = parsePhoneNumberFromString(trimmed, hint);
  return parsed?.isValid() ? { phone: parsed.number, parsed: true } : { phone: trimmed, parsed: false };
}
