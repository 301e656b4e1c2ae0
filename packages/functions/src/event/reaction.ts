import { during, type Lifetime } from "@rapport/core/aws/patience";
import { stamp } from "@rapport/core/aws/stamp";
import { records } from "@rapport/core/aws/table";
import { Cancelled, transact, type Write } from "@rapport/core/aws/transaction";
import * as Context from "@rapport/core/kernel/context";
import { NotFound } from "@rapport/core/kernel/error";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import * as z from "zod";

/** A fact as the bus's rule puts it into a reaction's queue. */
const Message = z.object({
  detail: z.object({
    id: z.string(),
    workspaceId: z.string(),
    type: z.string(),
    at: z.iso.datetime(),
    actor: z.string(),
    depth: z.int(),
    subject: z.object({ noun: z.string(), id: z.string(), version: z.int() }),
  }),
});
export type Fact = z.infer<typeof Message>["detail"];

/** Writes what the reaction does, together with the note that it was done: a fact that comes again changes nothing. */
export type Once = (writes: Write[]) => Promise<void>;

const KEEP_SECONDS = 30 * 86_400;

/**
 * The handler of one reaction: runs as the system, caused by the fact, one deeper in the chain. What fails comes again
 * by itself and ends in the reaction's dead-letter queue; a record that is gone by now needs no reaction.
 */
export function reaction(name: string, react: (fact: Fact, once: Once) => Promise<void>) {
  async function run(body: string): Promise<void> {
    const fact = Message.parse(JSON.parse(body)).detail;
    const actor = { kind: "system", workspaceId: fact.workspaceId, id: `reaction:${name}` } as const;
    const context = { actor, cause: fact.id, depth: fact.depth + 1, silent: false };
    try {
      await Context.provide(context, () => react(fact, (writes) => once(name, fact, writes)));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      console.info(JSON.stringify({ level: "info", reaction: name, event: fact.id, message: error.message }));
    }
  }

  return async (event: SQSEvent, lambda?: Lifetime): Promise<SQSBatchResponse> => {
    const results = await during(lambda, () =>
      Promise.allSettled(event.Records.map((record) => run(record.body))),
    );
    const failed = event.Records.flatMap((record, place) => {
      const result = results[place];
      if (result?.status !== "rejected") return [];
      const reason: unknown = result.reason;
      const stack = reason instanceof Error ? reason.stack : String(reason);
      console.error(JSON.stringify({ level: "error", reaction: name, message: record.messageId, stack }));
      return [{ itemIdentifier: record.messageId }];
    });
    return { batchItemFailures: failed };
  };
}

async function once(name: string, fact: Fact, writes: Write[]): Promise<void> {
  const note = {
    pk: `w#${fact.workspaceId}#reaction#${name}#${fact.id}`,
    sk: "reaction",
    _ttl: Math.floor(Context.now().getTime() / 1000) + KEEP_SECONDS,
    _v: 1,
    ...stamp(),
  };
  const put = { TableName: records(), Item: note, ConditionExpression: "attribute_not_exists(pk)" };
  try {
    await transact([{ Put: put }, ...writes]);
  } catch (error) {
    if (!(error instanceof Cancelled && error.conditionOf(0))) throw error;
  }
}
