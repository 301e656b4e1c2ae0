import * as Campaign from "@rapport/core/campaign";

/** Every minute. A minute that failed is not repeated: the next one finds what is still to be released. */
export async function handler(): Promise<void> {
  const { released } = await Campaign.pace();
  if (released > 0) console.log(JSON.stringify({ level: "info", function: "pacer", released }));
}
