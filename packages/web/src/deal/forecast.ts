/** What an owner may promise of an open deal; `closed` comes with closing it. */
export const forecasts = ["pipeline", "best-case", "commit", "omitted"] as const;
