// The package's own entry brings every language, 700 KB.
import countries from "i18n-iso-countries/index.js";
import en from "i18n-iso-countries/langs/en.json" with { type: "json" };

countries.registerLocale(en);

/** Names that data sets use beside ISO 3166-1's. */
const aliases: Record<string, string> = {
  "antarctica (the territory south of 60 deg s)": "AQ",
  "british indian ocean territory (chagos archipelago)": "IO",
  "bouvet island (bouvetoya)": "BV",
  "cote d'ivoire": "CI",
  "holy see (vatican city state)": "VA",
  "british virgin islands": "VG",
  korea: "KR",
  "kyrgyz republic": "KG",
  micronesia: "FM",
  moldova: "MD",
  "saint martin": "MF",
  "libyan arab jamahiriya": "LY",
  macedonia: "MK",
  "palestinian territory": "PS",
  "pitcairn islands": "PN",
  reunion: "RE",
  "saint barthelemy": "BL",
  "slovakia (slovak republic)": "SK",
  "svalbard & jan mayen islands": "SJ",
  swaziland: "SZ",
  uk: "GB",
  "united states virgin islands": "VI",
  usa: "US",
};

/** ISO 3166-1 alpha-2 where the text is a known code or English name, else undefined. */
export function countryCode(text: string): string | undefined {
  const trimmed = text.trim();
  if (/^[A-Z]{2}$/.test(trimmed)) return trimmed;
  const alias = aliases[trimmed.toLowerCase()];
  if (alias) return alias;
  return countries.getAlpha2Code(trimmed, "en");
}
