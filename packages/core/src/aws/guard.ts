import * as Actor from "../kernel/actor.ts";
import { stamp } from "./stamp.ts";
import { records } from "./table.ts";
import type { Write } from "./transaction.ts";

/** Something unique in a workspace: `{ kind: "contact-email", value: "ada@example.com" }`. The guard item holds its owner's id. */
export type Guard = { kind: string; value: string };

export function guardKey(guard: Guard, workspaceId = Actor.workspaceId()) {
  return { pk: `w#${workspaceId}#unique#${guard.kind}#${guard.value}`, sk: "unique" };
}

/** Claims a guard for a record; refused while another holds it. */
export function claim(guard: Guard, ownerId: string): Write {
  return {
    Put: {
      TableName: records(),
      Item: { ...guardKey(guard), holder: ownerId, _v: 1, ...stamp() },
      ConditionExpression: "attribute_not_exists(pk) OR holder = :holder",
      ExpressionAttributeValues: { ":holder": ownerId },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
}

/** Frees a guard, if the record still holds it. */
export function release(guard: Guard, ownerId: string): Write {
  return {
    Delete: {
      TableName: records(),
      Key: guardKey(guard),
      ConditionExpression: "attribute_not_exists(pk) OR holder = :holder",
      ExpressionAttributeValues: { ":holder": ownerId },
    },
  };
}
