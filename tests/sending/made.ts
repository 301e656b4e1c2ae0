import * as Campaign from "@rapport/core/campaign";
import { onTestFinished } from "vitest";
import * as Ledger from "../../packages/core/src/ledger/index.ts";
import { type aCampaign, person, type Sending } from "./stand.ts";

export type Made = Awaited<ReturnType<typeof aCampaign>>;

export const resultsOf = ({ id, marketer }: Made) => marketer(() => Campaign.results({ id }));
export const stateOf = async ({ id, marketer }: Made) =>
  (await marketer(() => Campaign.fromID({ id }))).state;
export const crowd = (count: number, domain: string) =>
  Array.from({ length: count }, (_, n) => person(n, { email: `p${n}@${domain}` }));
export const mailsIn = (stage: Sending, domain: string) =>
  stage.mails().filter((mail) => mail.to[0]?.endsWith(domain));

/** The ledger's states always add up to the audience. */
export async function sumOf({ id, marketer }: Made) {
  return marketer(async () => {
    const chunks: Ledger.Chunk[] = [];
    for await (const chunk of Ledger.all(id)) chunks.push(chunk);
    return Ledger.tallyOf(chunks);
  });
}

/** Starts it, and lets some minutes pass. */
export async function sent(stage: Sending, made: Made, minutes = 3) {
  await made.marketer(() => Campaign.send({ id: made.id, holdSeconds: 0 }));
  for (let minute = 0; minute < minutes; minute++) await stage.minute();
  return made;
}

/** Starts it, and gives the messages of what the next minute releases; nobody has taken one up. */
export async function released(stage: Sending, { id, marketer }: Made) {
  await marketer(() => Campaign.send({ id, holdSeconds: 0 }));
  stage.turn(60_000);
  await stage.runJobs();
  await Campaign.pace();
  return stage.queues.take("send");
}

/** SES holds to a rate, until the test is over. */
export function limited(stage: Sending, maxSendRate: number): void {
  stage.mail.setQuota({ maxSendRate, enforceRate: true });
  onTestFinished(() => stage.mail.setQuota({ maxSendRate: 1_000, enforceRate: false }));
}
