import * as Context from "../kernel/context.ts";

const DAYS = 30;

/** What a record is changed by on its way into the trash, where DynamoDB forgets it after 30 days. */
export function thrownAway() {
  const now = Context.now();
  const _ttl = Math.floor(now.getTime() / 1000) + DAYS * 86_400;
  return { shelf: "trash", removedAt: now.toISOString(), _ttl } as const;
}

/** And back. */
export const takenBack = { shelf: "live", removedAt: null, _ttl: null } as const;
