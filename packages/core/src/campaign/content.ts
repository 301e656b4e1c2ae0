import { get } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";
import { type Compiled, compile, type Source, used } from "../render/index.ts";

/** The mail as it was when the campaign started: pk `w#WS#campaign#CAM#content`. A template edited meanwhile changes nothing. */
const key = (campaignId: string) => ({
  pk: `w#${Actor.workspaceId()}#campaign#${campaignId}#content`,
  sk: "content",
});

export function freeze(campaignId: string, source: Source): Write {
  const { subject, preheader, html, text } = source;
  return {
    Put: { TableName: records(), Item: { ...key(campaignId), subject, preheader, html, text, _v: 1 } },
  };
}

export type Content = { mail: Compiled; subject: string; needsCompany: boolean };

/** It never changes, so a container reads and parses it once; a few at a time, as it can be 300 KB. */
const kept = new Map<string, Content>();
const MOST = 4;

export async function contentOf(campaignId: string): Promise<Content | undefined> {
  const name = key(campaignId).pk;
  const known = kept.get(name);
  if (known) return known;
  const item = (await get(key(campaignId))) as Source | undefined;
  if (!item) return undefined;
  const whole = [item.subject, item.preheader, item.html, item.text].filter(Boolean).join("\n");
  const content = {
    mail: compile(item),
    subject: item.subject,
    needsCompany: used(whole).some((one) => one.startsWith("company.")),
  };
  const [oldest] = kept.keys();
  if (kept.size >= MOST && oldest) kept.delete(oldest);
  kept.set(name, content);
  return content;
}
