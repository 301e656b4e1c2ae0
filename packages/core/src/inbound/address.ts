import * as Actor from "../kernel/actor.ts";

/**
 * A workspace's own mailbox, for replies and for a BCC from one's own mail program: `w-` and its ULID in lower case, at
 * the domain that the stage receives mail for.
 */
const PATTERN = /\bw-([0-9a-hjkmnp-tv-z]{26})@/i;

export function mailboxOf(workspaceId: string, domain: string): string {
  return `w-${workspaceId.slice("wsp_".length).toLowerCase()}@${domain}`;
}

/** The workspace whose mailbox is among these addresses or header lines. */
export function workspaceIn(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const ulid = PATTERN.exec(line)?.[1];
    if (ulid) return `wsp_${ulid.toUpperCase()}`;
  }
  return undefined;
}

/** Where answers to the workspace's mails come in; undefined where its stage receives no mail. */
export function ownMailbox(): string | undefined {
  const { INBOUND_DOMAIN } = process.env;
  return INBOUND_DOMAIN ? mailboxOf(Actor.workspaceId(), INBOUND_DOMAIN) : undefined;
}
