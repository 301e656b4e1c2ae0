import type { Ground } from "./ground.ts";
import type { Parts } from "./parts.ts";

const LIMIT = 120_000;

/** Waits until nothing moves: no invocation, no batch, no delivery, no notification, no lagging index. */
export async function settle(ground: Ground, parts: Parts, limit = LIMIT): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const running =
        ground.activity.list().join(", ") ||
        `${parts.storage.waiting()} notifications, ${parts.mail.waiting()} mails`;
      reject(new Error(`The stage didn't come to rest in ${limit} ms; still under way: ${running}`));
    }, limit);
  });
  try {
    await Promise.race([rest(ground, parts), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function rest({ activity }: Ground, { engine, storage, mail }: Parts): Promise<void> {
  for (;;) {
    await activity.idle();
    await storage.idle();
    await mail.idle();
    await activity.idle();
    if (storage.waiting() === 0 && mail.waiting() === 0) break;
  }
  engine.settleIndexes();
}
