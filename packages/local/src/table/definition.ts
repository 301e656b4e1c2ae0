import { invalid, validation } from "./error.ts";
import type { KeyType } from "./key.ts";
import { type Index, type KeyElement, keysOf, type ProjectionType, type Throughput } from "./schema.ts";

/** What CreateTable and UpdateTable say of a table, and the checks AWS makes of it. */
export interface IndexInput {
  IndexName: string;
  KeySchema: KeyElement[];
  Projection: { ProjectionType?: ProjectionType; NonKeyAttributes?: string[] };
  ProvisionedThroughput?: Throughput;
  OnDemandThroughput?: Record<string, number>;
}
export interface TableInput {
  TableName: string;
  AttributeDefinitions: { AttributeName: string; AttributeType: KeyType }[];
  KeySchema: KeyElement[];
  LocalSecondaryIndexes?: IndexInput[];
  GlobalSecondaryIndexes?: IndexInput[];
  BillingMode?: "PROVISIONED" | "PAY_PER_REQUEST";
  ProvisionedThroughput?: Throughput;
  StreamSpecification?: {
    StreamEnabled: boolean;
    StreamViewType?: "KEYS_ONLY" | "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES";
  };
  SSESpecification?: { Enabled?: boolean; SSEType?: string; KMSMasterKeyId?: string };
  TableClass?: string;
  DeletionProtectionEnabled?: boolean;
  OnDemandThroughput?: Record<string, number>;
  WarmThroughput?: Record<string, number>;
  ResourcePolicy?: string;
  Tags?: { Key: string; Value: string }[];
}

const maxLocal = 5;
const maxGlobal = 20;

export const attributesOf = (definitions: TableInput["AttributeDefinitions"]): Record<string, KeyType> =>
  Object.fromEntries(definitions.map(({ AttributeName, AttributeType }) => [AttributeName, AttributeType]));

function checkSchema(schema: KeyElement[], multiple: boolean): void {
  const [first, second] = schema;
  if (first!.KeyType !== "HASH")
    throw validation("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  if (!multiple && second && second.KeyType !== "RANGE")
    throw validation("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  if (!multiple && second && first!.AttributeName === second.AttributeName)
    throw validation("Invalid KeySchema: Some index key attribute have no definition");
  if (!multiple) return;
  const firstRange = schema.findIndex((each) => each.KeyType === "RANGE");
  const misplaced = firstRange >= 0 && schema.slice(firstRange).some((each) => each.KeyType === "HASH");
  if (misplaced)
    throw validation("Invalid KeySchema: All HASH key elements must come before RANGE key elements");
  for (const kind of ["HASH", "RANGE"])
    if (schema.filter((each) => each.KeyType === kind).length > 4)
      throw validation(`Invalid KeySchema: The number of ${kind} key elements exceeds the limit of 4`);
  if (new Set(schema.map((each) => each.AttributeName)).size !== schema.length)
    throw validation("Both the Hash Key and the Range Key element in the KeySchema have the same name");
}

const names = (schema: KeyElement[]) => schema.map((each) => each.AttributeName);

export function checkDefined(schema: KeyElement[], attributes: Record<string, KeyType>): void {
  const keys = names(schema);
  if (keys.every((name) => Object.hasOwn(attributes, name))) return;
  throw invalid(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(", ")}], AttributeDefinitions: [${Object.keys(attributes).join(", ")}]`,
  );
}

function checkProjection(index: IndexInput): void {
  const { ProjectionType: type, NonKeyAttributes: extra } = index.Projection;
  if (!type) throw invalid("Unknown ProjectionType: null");
  if (type !== "INCLUDE" && extra)
    throw invalid(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  if (type === "INCLUDE" && !extra)
    throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
}

export function checkBilling(billing: string, throughput: Throughput | undefined): void {
  if (billing === "PAY_PER_REQUEST" && throughput)
    throw invalid(
      "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST",
    );
  if (billing !== "PAY_PER_REQUEST" && !throughput)
    throw invalid(
      "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED",
    );
}

export function checkGlobal(index: IndexInput, attributes: Record<string, KeyType>, billing: string): void {
  checkSchema(index.KeySchema, true);
  checkDefined(index.KeySchema, attributes);
  checkProjection(index);
  if (billing === "PAY_PER_REQUEST" && index.ProvisionedThroughput)
    throw invalid(
      `ProvisionedThroughput should not be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  if (billing !== "PAY_PER_REQUEST" && !index.ProvisionedThroughput)
    throw invalid(`ProvisionedThroughput is not specified for index: ${index.IndexName}`);
}

function checkLocal(index: IndexInput, table: KeyElement[], attributes: Record<string, KeyType>): void {
  checkSchema(index.KeySchema, false);
  checkDefined(index.KeySchema, attributes);
  if (index.KeySchema.length < 2)
    throw invalid(`Index KeySchema does not have a range key for index: ${index.IndexName}`);
  const [hash, tableHash] = [index.KeySchema[0]!.AttributeName, table[0]!.AttributeName];
  if (hash !== tableHash)
    throw invalid(
      `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.IndexName}. index hash key: ${hash}, table hash key: ${tableHash}`,
    );
  checkProjection(index);
}

/** Refuses a CreateTable that AWS would refuse. */
export function checkTable(input: TableInput): void {
  checkBilling(input.BillingMode ?? "PROVISIONED", input.ProvisionedThroughput);
  const { LocalSecondaryIndexes: locals, GlobalSecondaryIndexes: globals, KeySchema: schema } = input;
  const attributes = attributesOf(input.AttributeDefinitions);
  checkSchema(schema, false);
  checkDefined(schema, attributes);
  if (locals && !locals.length) throw invalid("List of LocalSecondaryIndexes is empty");
  if (globals && !globals.length) throw invalid("List of GlobalSecondaryIndexes is empty");
  if (locals && schema.length < 2)
    throw invalid(
      "Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex",
    );
  const seen = new Set<string>();
  const once = (name: string) => {
    if (seen.has(name)) throw invalid(`Duplicate index name: ${name}`);
    seen.add(name);
  };
  for (const index of locals ?? []) {
    checkLocal(index, schema, attributes);
    once(index.IndexName);
  }
  if ((locals?.length ?? 0) > maxLocal)
    throw invalid(`Number of LocalSecondaryIndexes exceeds per-table limit of ${maxLocal}`);
  for (const index of globals ?? []) {
    checkGlobal(index, attributes, input.BillingMode ?? "PROVISIONED");
    once(index.IndexName);
  }
  if ((globals?.length ?? 0) > maxGlobal)
    throw invalid(`GlobalSecondaryIndex count exceeds the per-table limit of ${maxGlobal}`);
  const used = new Set(
    [schema, ...(locals ?? []).map((i) => i.KeySchema), ...(globals ?? []).map((i) => i.KeySchema)].flatMap(
      names,
    ),
  );
  const defined = Object.keys(attributes);
  if (defined.length <= used.size && input.AttributeDefinitions.length === defined.length) return;
  throw invalid(
    locals || globals
      ? `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(", ")}], keys used: [${[...used].join(", ")}]`
      : "Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions",
  );
}

export function indexOf(
  own: boolean,
  id: number,
  input: IndexInput,
  local: boolean,
  attributes: Record<string, KeyType>,
): Index {
  return {
    id,
    name: input.IndexName,
    local,
    schema: input.KeySchema,
    keys: keysOf(input.KeySchema, attributes),
    projection: input.Projection.ProjectionType!,
    include: input.Projection.NonKeyAttributes ?? [],
    own: own || input.Projection.ProjectionType !== "ALL",
    throughput: input.ProvisionedThroughput,
    onDemand: input.OnDemandThroughput,
  };
}
