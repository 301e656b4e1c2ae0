import { get } from "../aws/statement.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Context from "../kernel/context.ts";
import { Gone } from "../kernel/error.ts";
import { hashOf, newSecret } from "./secret.ts";

/** What a link in a mail is worth, once: its token's hash under `session#HASH`, beside the sign-ins. */
export type Ticket = { purpose: "reset" | "invitation"; [detail: string]: string };

const keyOf = (token: string) => ({ pk: `session#${hashOf(token)}`, sk: "ticket" });

/** A new ticket, to put into a transaction; its token goes into a mail and nowhere else. */
export function newTicket(ticket: Ticket, hours: number): { token: string; write: Write } {
  const token = newSecret();
  const endsAt = Context.now().getTime() + hours * 3_600_000;
  const item = {
    ...keyOf(token),
    ...ticket,
    expiresAt: new Date(endsAt).toISOString(),
    _ttl: Math.floor(endsAt / 1000),
  };
  return {
    token,
    write: { Put: { TableName: records(), Item: item, ConditionExpression: "attribute_not_exists(pk)" } },
  };
}

/** @throws {Gone} for a token that was used, is over, or never was. */
export async function findTicket(purpose: Ticket["purpose"], token: string): Promise<Ticket> {
  const found = (await get(keyOf(token))) as (Ticket & { expiresAt: string }) | undefined;
  if (found?.purpose !== purpose || Context.now().getTime() >= Date.parse(found.expiresAt))
    throw new Gone("This link was used already or is too old. Ask for a new one.");
  return found;
}

/** Uses the ticket up; refused when somebody else did meanwhile. */
export function useTicket(token: string): Write {
  return { Delete: { TableName: records(), Key: keyOf(token), ConditionExpression: "attribute_exists(pk)" } };
}
