import { stamp } from "../aws/stamp.ts";
import { records } from "../aws/table.ts";
import type { Write } from "../aws/transaction.ts";
import * as Actor from "../kernel/actor.ts";

/** How many active owners the workspace has: counted in the transactions that change it, so that the last one stays. */
const keyOf = () => ({ pk: `w#${Actor.workspaceId()}#owners`, sk: "owners" });

export function firstOwner(): Write {
  return {
    Put: {
      TableName: records(),
      Item: { ...keyOf(), active: 1, _v: 1, ...stamp() },
      ConditionExpression: "attribute_not_exists(pk)",
    },
  };
}

/** One owner more, or one less unless it is the last. */
export function ownersChange(by: 1 | -1): Write {
  const { _by, _at, _cause, _depth, _silent, _schema } = stamp();
  return {
    Update: {
      TableName: records(),
      Key: keyOf(),
      UpdateExpression:
        "SET #by = :by, #at = :at, #cause = :cause, #depth = :depth, #silent = :silent, #schema = :schema ADD active :change, #v :one",
      ConditionExpression: by === -1 ? "active > :one" : "attribute_exists(pk)",
      ExpressionAttributeNames: {
        "#by": "_by",
        "#at": "_at",
        "#cause": "_cause",
        "#depth": "_depth",
        "#silent": "_silent",
        "#schema": "_schema",
        "#v": "_v",
      },
      ExpressionAttributeValues: {
        ":by": _by,
        ":at": _at,
        ":cause": _cause,
        ":depth": _depth,
        ":silent": _silent,
        ":schema": _schema,
        ":change": by,
        ":one": 1,
      },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    },
  };
}
