import { type Answer, type Input, recount } from "@rapport/core/projection";

/**
 * Invoked by hand (`npm run rebuild`), with `{ compare?, workspaceId? }`. Works for half of its time; an answer that
 * is not `done` is sent again as it is.
 */
export function handler(input: Input, context: { getRemainingTimeInMillis(): number }): Promise<Answer> {
  const half = context.getRemainingTimeInMillis() / 2;
  return recount(input, () => context.getRemainingTimeInMillis() > half);
}
