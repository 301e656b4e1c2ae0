import { marshall } from "@aws-sdk/util-dynamodb";
import type { StreamRecord } from "../../packages/core/src/fact/index.ts";

type Item = Record<string, unknown>;

/** A contact as it lies in Records, made without its verbs: for batches of exact numbers. */
export function contactItem(n: number, over: Item = {}): Item {
  const id = `con_01JD8Z3V0C5Q7W9X2Y4A${String(n).padStart(6, "0")}`;
  return {
    pk: `w#wsp_made#contact#${id}`,
    sk: "contact",
    __edb_e__: "contact",
    workspaceId: "wsp_made",
    id,
    shelf: "live",
    firstName: `Ada${n}`,
    lastName: "Lovelace",
    email: `ada${n}@example.com`,
    lifecycle: "lead",
    source: "import",
    tags: [],
    createdAt: "2026-05-12T09:00:00.000Z",
    createdBy: "mem_1",
    _v: 1,
    _by: "mem_1",
    _at: new Date().toISOString(),
    _cause: "req_1",
    _depth: 0,
    _silent: false,
    _schema: 1,
    ...over,
  };
}

let sequence = 0;

export function streamRecord(before: Item | undefined, after: Item | undefined): StreamRecord {
  const image = (item: Item | undefined) => item && marshall(item, { removeUndefinedValues: true });
  return {
    eventName: before ? (after ? "MODIFY" : "REMOVE") : "INSERT",
    dynamodb: {
      OldImage: image(before),
      NewImage: image(after),
      SequenceNumber: String(++sequence).padStart(21, "0"),
    },
  };
}
