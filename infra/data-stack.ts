import { Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { type Buckets, buckets } from "./buckets.ts";
import type { Stage } from "./stages.ts";
import { type Tables, tables } from "./tables.ts";

/** What a stage keeps. A deployment of the app never touches it. */
export class DataStack extends Stack {
  readonly tables: Tables;
  readonly buckets: Buckets;

  constructor(scope: Construct, id: string, stage: Stage, props: StackProps) {
    super(scope, id, { ...props, terminationProtection: stage.production });
    this.tables = tables(this, stage);
    this.buckets = buckets(this, stage);
  }
}
