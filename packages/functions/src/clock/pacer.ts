import { during, type Lifetime } from "@rapport/core/aws/patience";
import * as Campaign from "@rapport/core/campaign";

/** Every minute. A minute that failed is not repeated: the next one finds what is still to be released. */
export async function handler(_?: unknown, lambda?: Lifetime): Promise<void> {
  const { released } = await during(lambda, () => Campaign.pace());
  if (released > 0) console.log(JSON.stringify({ level: "info", function: "pacer", released }));
}
