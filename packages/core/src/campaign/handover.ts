import { type Envelope, MOST, MOST_BYTES, type Result, sendBulk, sizeOf } from "../aws/mailer.ts";
import { breath, isHurried, MOST_TRIES } from "../aws/ses.ts";
import type { Ready } from "./letter.ts";

export type Pacing = {
  envelope: Envelope;
  /** Recipients a second, and a call. */
  perSecond: number;
  perCall: number;
  /** Milliseconds before the first call. */
  waitMs: number;
  /** False once half of the invocation's time is used. */
  timeLeft: () => boolean;
  pause: (milliseconds: number) => Promise<unknown>;
  /** Asked after each pause: false leaves whoever was not handed over. */
  goesOn: () => Promise<boolean>;
};

/** What SES said, by the letter's place in its chunk; and why not everybody was handed over, where that is so. */
export type HandedOver = { results: Map<number, Result>; stopped: string | undefined };

/**
 * Hands letters to SES, call by call and no faster than allowed. Those for whom SES has no room in this second are
 * handed over again a moment later: senders that run late bunch together, and their chunk would wait for minutes.
 */
export async function handOver(letters: readonly Ready[], pacing: Pacing): Promise<HandedOver> {
  const { perSecond, perCall, timeLeft, pause } = pacing;
  const results: HandedOver["results"] = new Map();
  const waiting = groups(letters, perCall);
  let pauseMs = pacing.waitMs;
  let tries = 0;
  for (let group = waiting.shift(); group; group = waiting.shift()) {
    if (pauseMs > 0) {
      await pause(pauseMs);
      if (!(await pacing.goesOn())) return { results, stopped: "the campaign no longer runs" };
    }
    if (!timeLeft()) return { results, stopped: "half of its time is used" };
    const answers = await sendBulk(
      group.map(({ letter }) => letter),
      pacing.envelope,
    );
    for (const [place, one] of group.entries()) results.set(one.place, answers[place] as Result);
    const stopped = answers.map(lasting).find((reason) => reason !== undefined);
    if (stopped !== undefined) return { results, stopped };
    const hurried = group.filter((_, place) => isHurried(answers[place] as Result));
    tries = hurried.length > 0 ? tries + 1 : 0;
    if (tries === MOST_TRIES) return { results, stopped: "SES has no room" };
    if (hurried.length > 0) waiting.unshift(hurried);
    pauseMs = tries > 0 ? breath(tries) : (group.length / perSecond) * 1_000;
  }
  return { results, stopped: undefined };
}

/** Why SES can't be reached, or takes nothing for longer than a second: the rest is not handed over. */
function lasting(one: Result): string | undefined {
  return one.kind === "unknown" || (one.kind === "later" && !isHurried(one)) ? one.reason : undefined;
}

/** Groups of what one call takes: at most so many, 50, and 900 KB. */
function groups(letters: readonly Ready[], perCall: number): Ready[][] {
  const most = Math.max(1, Math.min(MOST, perCall));
  const all: Ready[][] = [];
  let bytes = 0;
  for (const one of letters) {
    const size = sizeOf(one.letter);
    const group = all.at(-1);
    if (group && group.length < most && bytes + size <= MOST_BYTES) group.push(one);
    else all.push([one]);
    bytes = group && all.at(-1) === group ? bytes + size : size;
  }
  return all;
}
