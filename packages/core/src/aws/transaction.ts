import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import { TransactWriteCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { documents } from "./table.ts";

export type Write = NonNullable<TransactWriteCommandInput["TransactItems"]>[number];

/** Why one write of a transaction was refused; `item` is what stood in the way, where the write asked for it. */
export type Refused = { index: number; code: string; item?: Record<string, unknown> | undefined };

/** Thrown when a condition of the transaction failed: nothing was written. */
export class Cancelled extends Error {
  readonly refused: Refused[];
  constructor(refused: Refused[]) {
    super(`Transaction cancelled: ${refused.map((reason) => `${reason.index} ${reason.code}`).join(", ")}`);
    this.refused = refused;
  }
  /** The refusal of the write at this place, if it was refused by its condition. */
  conditionOf(index: number): Refused | undefined {
    return this.refused.find((reason) => reason.index === index && reason.code === "ConditionalCheckFailed");
  }
}

/**
 * All or nothing, at most 100 writes. @throws {Cancelled} when a condition fails. Other transactions on the same
 * items are waited for by the SDK's own retries (TransactionConflict is retried here, at most 5 times).
 */
export async function transact(writes: Write[], token?: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: writes, ClientRequestToken: token }));
      return;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const refused = (error.CancellationReasons ?? []).flatMap((reason, index) =>
        reason.Code && reason.Code !== "None"
          ? [{ index, code: reason.Code, item: reason.Item && unmarshall(reason.Item) }]
          : [],
      );
      const conflictOnly = refused.every((reason) => reason.code === "TransactionConflict");
      if (!conflictOnly || attempt >= 5) throw new Cancelled(refused);
      await new Promise((resolve) => setTimeout(resolve, 2 ** attempt * 10 * (0.5 + Math.random())));
    }
  }
}

/** DynamoDB's limit of writes in one transaction. */
const MOST = 100;

/** Groups of writes in as few transactions as they fit into; each group whole in one. @throws {Cancelled} */
export async function transactAll(groups: readonly Write[][], parallel = 4): Promise<void> {
  const packed: Write[][] = [];
  for (const group of groups) {
    const last = packed.at(-1);
    if (last && last.length + group.length <= MOST) last.push(...group);
    else packed.push([...group]);
  }
  const waiting = packed.values();
  const lane = async (): Promise<void> => {
    for (const writes of waiting) await transact(writes);
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}
