import type { Stage } from "../stage/helper.ts";
import type { Json, Owner } from "./client.ts";

export const html = [
  '<html><body><p>Dear {{ contact.firstName | default: "you" }} of {{ contact.city }}</p>',
  '<p><a href="https://shop.example/sale?from=mail&amp;n=1">The sale</a></p>',
  '<p><a href="{{ unsubscribe_url }}">No more of these</a></p></body></html>',
].join("\n");

export const SUBJECT = "A word for {{ contact.firstName }}";
export const PERSON = "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 Safari/605.1.15";
export const MINUTE = 60_000;

/** A segment of a filter, filled. */
export async function segment(stage: Stage, owner: Owner, filter: object): Promise<string> {
  const made = await owner.post<{ id: string }>("/segments", { kind: "live", name: "Readers", filter });
  // It is filled a moment later, when the indexes have what came before it.
  await stage.clock.advance(5_000);
  return made.id;
}

/** A template and a campaign in draft. */
export async function campaign(owner: Owner, segmentId: string, more: object = {}): Promise<string> {
  const template = await owner.post<{ id: string }>("/templates", { name: "Sale", subject: SUBJECT, html });
  const made = await owner.post<{ id: string }>("/campaigns", {
    name: "Spring sale",
    segmentId,
    templateId: template.id,
    ...more,
  });
  return made.id;
}

/** Starts it and lets minutes pass until the pacer says that it is over. */
export async function sent(stage: Stage, owner: Owner, id: string, minutes = 5): Promise<Json> {
  await owner.post(`/campaigns/${id}/send`, { holdSeconds: 0 });
  await stage.idle();
  for (let minute = 0; minute < minutes; minute++) {
    await stage.clock.advance(MINUTE);
    const { state } = await owner.get<{ state: string }>(`/campaigns/${id}`);
    if (state.startsWith("finished") || state === "paused") break;
  }
  return owner.get(`/campaigns/${id}`);
}

export type Letter = { id: string; pixel: string; click: string; oneClick: string; html: string };

/** The newest mail of a campaign to an address, with what a reader finds in it. */
export async function letterTo(stage: Stage, to: string): Promise<Letter> {
  const mail = stage.inbox.list({ to }).find(({ tags }) => tags.campaign !== undefined);
  const opened = mail && (await stage.inbox.open(mail.id));
  if (!opened?.html) throw new Error(`no campaign's mail came to ${to}`);
  const pixel = /<img[^>]*src="([^"]*\/t\/o\/[^"]*)"/.exec(opened.html)?.[1];
  const click = opened.links.find((link) => link.includes("/t/c/"));
  if (!pixel || !click || !opened.oneClick)
    throw new Error(`the mail to ${to} lacks pixel, link or one-click: ${opened.html}`);
  return { id: opened.id, pixel, click, oneClick: opened.oneClick, html: opened.html };
}

export const visit = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetch(url, { redirect: "manual", ...init, headers: { "user-agent": PERSON, ...init.headers } });

/** As a mail provider unsubscribes for its user: RFC 8058, 3.2. */
export const unsubscribing = (url: string): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
    redirect: "manual",
  });

export type Rebuilt = { done?: boolean; differences?: unknown[] } & Json;

/** `npm run rebuild -- --compare`: every difference between the reports and a recount of the records. */
export async function differences(stage: Stage): Promise<unknown[]> {
  let answer = await stage.invoke<Rebuilt>("rebuild", { compare: true });
  while (answer.done === false) answer = await stage.invoke<Rebuilt>("rebuild", answer);
  if (!answer.differences) throw new Error(`rebuild answered ${JSON.stringify(answer)}`);
  return answer.differences;
}
