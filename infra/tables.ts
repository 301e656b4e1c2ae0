import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from "aws-cdk-lib/aws-dynamodb";
import type { Construct } from "constructs";
import { kept, named } from "./named.ts";
import type { Stage } from "./stages.ts";

export type Tables = { records: Table; reports: Table; history: Table };

/** Indexes of Records. An empty one is free, and a table takes only one index change a deployment. */
export const INDEXES = ["gsi1", "gsi2", "gsi3", "gsi4", "gsi5", "gsi6", "gsi7", "gsi8"] as const;
/** gsi7 and gsi8 hold whole items: a board is one Query. The others hold keys: a page is a Query and a BatchGet. */
const WHOLE: readonly string[] = ["gsi7", "gsi8"];

export function tables(scope: Construct, stage: Stage): Tables {
  const records = table(scope, stage, "Records", StreamViewType.NEW_AND_OLD_IMAGES);
  for (const index of INDEXES)
    records.addGlobalSecondaryIndex({
      indexName: index,
      partitionKey: { name: `${index}pk`, type: AttributeType.STRING },
      sortKey: { name: `${index}sk`, type: AttributeType.STRING },
      projectionType: WHOLE.includes(index) ? ProjectionType.ALL : ProjectionType.KEYS_ONLY,
    });
  return { records, reports: table(scope, stage, "Reports"), history: table(scope, stage, "History") };
}

function table(scope: Construct, stage: Stage, id: string, stream?: StreamViewType): Table {
  return named(
    id,
    new Table(scope, id, {
      partitionKey: { name: "pk", type: AttributeType.STRING },
      sortKey: { name: "sk", type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: "_ttl",
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.production,
      removalPolicy: kept(stage),
      stream,
    }),
  );
}
