import { marshall } from "@aws-sdk/util-dynamodb";
import type { Core } from "../../core.ts";

const EACH = 25;

/** Crockford's base 32 has all digits: an id that says which recipient it is. */
export const contactId = (at: number) => `con_${String(at).padStart(26, "0")}`;

/** A static segment's members, and the contacts themselves, written straight into the table. */
export async function write(core: Core, workspaceId: string, segmentId: string, count: number) {
  const createdAt = "2026-01-01T00:00:00.000Z";
  const stamp = {
    _v: 1,
    _by: "bench",
    _at: createdAt,
    _cause: "bench",
    _depth: 0,
    _silent: true,
    _schema: 1,
  };
  for (let from = 0; from < count; from += EACH) {
    const ids = Array.from({ length: Math.min(EACH, count - from) }, (_, n) => from + n);
    const put = (item: object) => ({ PutRequest: { Item: marshall(item) } });
    const contacts = ids.map((at) =>
      put({
        pk: `w#${workspaceId}#contact#${contactId(at)}`,
        sk: "contact",
        workspaceId,
        id: contactId(at),
        shelf: "live",
        firstName: `P${at}`,
        email: `p${at}@bench.example`,
        createdAt,
        createdBy: "bench",
        ...stamp,
      }),
    );
    const members = ids.map((at) =>
      put({
        pk: `w#${workspaceId}#segment#${segmentId}#1#0`,
        sk: `${createdAt}#${contactId(at)}`,
        segmentId,
        contactId: contactId(at),
        enteredAt: createdAt,
        ...stamp,
      }),
    );
    for (const records of [contacts, members])
      await core.engine.call("BatchWriteItem", { RequestItems: { records } });
  }
  core.forget();
}
