import { EventBus } from "aws-cdk-lib/aws-events";
import type { Construct } from "constructs";
import { named } from "./named.ts";

/** Facts of the product. AWS's own events stay on the default bus. */
export function bus(scope: Construct): EventBus {
  return named("Bus", new EventBus(scope, "Bus", { description: "Facts: contact.created, deal.won, …" }));
}
