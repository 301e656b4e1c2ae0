/** Codes that CLDR names but ISO 3166-1 does not assign to a country. */
const reserved = new Set([
  "AC",
  "CP",
  "CQ",
  "DG",
  "EA",
  "EU",
  "EZ",
  "IC",
  "QO",
  "TA",
  "UN",
  "XA",
  "XB",
  "ZZ",
]);

/** Other names that data sets use. */
const aliases: Record<string, string> = {
  "antarctica (the territory south of 60 deg s)": "AQ",
  "bolivia, plurinational state of": "BO",
  "bouvet island (bouvetoya)": "BV",
  "british indian ocean territory (chagos archipelago)": "IO",
  "brunei darussalam": "BN",
  burma: "MM",
  "cape verde": "CV",
  congo: "CG",
  "cote d'ivoire": "CI",
  "czech republic": "CZ",
  "falkland islands (malvinas)": "FK",
  "french southern territories": "TF",
  "heard island and mcdonald islands": "HM",
  "holy see (vatican city state)": "VA",
  "hong kong": "HK",
  "iran, islamic republic of": "IR",
  "ivory coast": "CI",
  korea: "KR",
  "kyrgyz republic": "KG",
  myanmar: "MM",
  "lao people's democratic republic": "LA",
  "libyan arab jamahiriya": "LY",
  macao: "MO",
  macedonia: "MK",
  "moldova, republic of": "MD",
  "palestinian territory": "PS",
  "russian federation": "RU",
  "saint barthelemy": "BL",
  "slovakia (slovak republic)": "SK",
  "south georgia and the south sandwich islands": "GS",
  "svalbard & jan mayen islands": "SJ",
  swaziland: "SZ",
  "syrian arab republic": "SY",
  "timor-leste": "TL",
  turkey: "TR",
  uk: "GB",
  "united states of america": "US",
  "united states minor outlying islands": "UM",
  "united states virgin islands": "VI",
  usa: "US",
  "viet nam": "VN",
};

/** Case, accents, dots, "the", "and" and "saint" apart, two spellings are one name. */
function fold(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[’‘]/g, "'")
    .replace(/\bst\.?(?=\s)/g, "saint")
    .replace(/&/g, "and")
    .replace(/\bthe\b|[.]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

let known: Map<string, string> | undefined;

/** English names of every country by CLDR, which the runtime carries. */
function names(): Map<string, string> {
  if (known) return known;
  const english = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  known = new Map(Object.entries(aliases).map(([name, code]) => [fold(name), code]));
  for (const first of letters)
    for (const second of letters) {
      const code = first + second;
      const canonical = new Intl.Locale(`und-${code}`).region;
      const name = reserved.has(code) || canonical !== code ? undefined : english.of(code);
      if (name) known.set(fold(name), code).set(code.toLowerCase(), code);
    }
  return known;
}

/** ISO 3166-1 alpha-2 where the text is a known code or English name, else undefined. */
export function countryCode(text: string): string | undefined {
  return names().get(fold(text));
}
