import { during, type Lifetime } from "@rapport/core/aws/patience";
import { type Answer, type Input, recount } from "@rapport/core/projection";

/**
 * Invoked by hand (`npm run rebuild`), with `{ compare?, workspaceId? }`. Works for half of its time; an answer that
 * is not `done` is sent again as it is.
 */
export function handler(input: Input, context: Lifetime): Promise<Answer> {
  const half = context.getRemainingTimeInMillis() / 2;
  return during(context, () => recount(input, () => context.getRemainingTimeInMillis() > half));
}
