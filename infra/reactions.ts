import type { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Made } from "./function.ts";
import { pascal } from "./functions.ts";
import type { Granted } from "./grants.ts";
import { reactions as list } from "./list/reactions.ts";
import { consumer } from "./mapping.ts";
import { queue } from "./queue.ts";
import { rule } from "./rule.ts";

/** Each reaction hears its facts through a queue of its own: one that stumbles holds up no other. */
export function reactions(scope: Construct, granted: Granted, undelivered: Queue): Made[] {
  return list.map((reaction) => {
    const id = pascal(reaction.name);
    const facts = queue(scope, `${id}Queue`, reaction.timeout);
    rule(
      scope,
      `${id}Rule`,
      facts,
      undelivered,
      { source: ["rapport"], detailType: [...reaction.on], detail: reaction.where },
      granted.bus,
    );
    return consumer(scope, reaction, facts, granted, { batch: 10 });
  });
}
