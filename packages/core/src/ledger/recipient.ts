import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { stamp } from "../aws/stamp.ts";
import { documents, records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";

/** One mail of one campaign to one contact: where its row in the contact's timeline is. Travels in tags and links. */
export type Recipient = {
  workspaceId: string;
  campaignId: string;
  contactId: string;
  chunk: number;
  at: string;
};

/** When things happened to a mail; each keeps its first time. */
export type Moment =
  | "sentAt"
  | "deliveredAt"
  | "delayedAt"
  | "openedAt"
  | "machineOpenedAt"
  | "clickedAt"
  | "bouncedAt"
  | "softBouncedAt"
  | "complainedAt"
  | "rejectedAt"
  | "unsubscribedAt";

/** A recipient's row, in the timeline of the contact: `kind: campaign`. */
export type Row = Partial<Record<Moment, string>> & {
  kind: "campaign";
  entryId: string;
  campaignId: string;
  chunk: number;
  at: string;
  title: string;
  summary?: string;
  messageId?: string;
  opens?: number;
  machineOpens?: number;
  clicks?: number;
  _v: number;
};

export function rowKey({ workspaceId, contactId, campaignId, at }: Recipient) {
  return { pk: `w#${workspaceId}#timeline#${contactId}`, sk: `${at}#${campaignId}` };
}

export type Happening = {
  /** Kept from the first time. */
  once?: Partial<Record<Moment | "title", string>>;
  set?: { title?: string; summary?: string; messageId?: string };
  add?: Record<string, number>;
  /** Refused where this is set already: what hangs on it was done then. */
  first?: Moment;
};

/** One write, whoever comes first: SES's events may be faster than what the sender writes after its call. */
export function happening(recipient: Recipient, { once = {}, set = {}, add = {}, first }: Happening) {
  const { campaignId, chunk, at } = recipient;
  const whole = { kind: "campaign", entryId: campaignId, campaignId, chunk, at, ...stamp(), ...set };
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  const label = (name: string, value: unknown) => {
    const next = `n${Object.keys(names).length}`;
    names[`#${next}`] = name;
    values[`:${next}`] = value;
    return next;
  };
  const plain = Object.entries(whole).filter(([, value]) => value !== undefined);
  const kept = Object.entries({ ...(set.title === undefined ? { title: "" } : {}), ...once });
  const sets = [
    ...plain.map(([name, value]) => label(name, value)).map((one) => `#${one} = :${one}`),
    ...kept
      .map(([name, value]) => label(name, value))
      .map((one) => `#${one} = if_not_exists(#${one}, :${one})`),
  ];
  const adds = Object.entries({ _v: 1, ...add })
    .map(([name, by]) => label(name, by))
    .map((one) => `#${one} :${one}`);
  if (first) names["#first"] = first;
  return {
    TableName: records(),
    Key: rowKey(recipient),
    UpdateExpression: `SET ${sets.join(", ")} ADD ${adds.join(", ")}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
    ...(first ? { ConditionExpression: "attribute_not_exists(#first)" } : {}),
  };
}

/** 1 UpdateItem: 1 WRU, as the row stays under 1 KB. */
export async function happened(recipient: Recipient, what: Happening): Promise<void> {
  await documents.send(new UpdateCommand(happening(recipient, what)));
}

export function happenedWrite(recipient: Recipient, what: Happening): Write {
  return { Update: happening(recipient, what) };
}
