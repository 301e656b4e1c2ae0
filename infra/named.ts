import { type CfnElement, RemovalPolicy } from "aws-cdk-lib/core";
import type { IConstruct } from "constructs";
import type { Stage } from "./stages.ts";

/** Fixes the logical id: what an account keeps under an id mustn't move when the code around it does. */
export function named<T extends IConstruct>(id: string, construct: T): T {
  const element = construct.node.defaultChild ?? construct;
  (element as CfnElement).overrideLogicalId(id);
  return construct;
}

/** Data outlives a production stack; a throw-away stage leaves nothing behind. */
export function kept(stage: Stage): RemovalPolicy {
  return stage.production ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
}
