import { deadline } from "../change.ts";
import type { Answer, Scope } from "../context.ts";
import { accessDenied, resourceNotFound, validation } from "../error.ts";
import type { Table } from "../schema.ts";
import type { Item } from "../value.ts";

interface Named {
  TableName: string;
}

export function describeTimeToLive(scope: Scope, input: Named): Answer {
  const { ttl } = scope.engine.catalog.needTable(input.TableName).table;
  return {
    TimeToLiveDescription: ttl
      ? { AttributeName: ttl.attribute, TimeToLiveStatus: "ENABLED" }
      : { TimeToLiveStatus: "DISABLED" },
  };
}

export function updateTimeToLive(
  scope: Scope,
  input: Named & { TimeToLiveSpecification: { AttributeName: string; Enabled: boolean } },
): Answer {
  const { catalog, store } = scope.engine;
  const open = catalog.needTable(input.TableName);
  const { AttributeName: attribute, Enabled: enabled } = input.TimeToLiveSpecification;
  const { table } = open;
  if (table.ttl && table.ttl.attribute !== attribute)
    throw validation(
      `TimeToLive is active on a different AttributeName: current AttributeName is ${table.ttl.attribute}`,
    );
  if (enabled && table.ttl) throw validation("TimeToLive is already enabled");
  if (!enabled && !table.ttl) throw validation("TimeToLive is already disabled");
  const name = `t${table.id}ttl`;
  store.begin();
  if (enabled) {
    // The items to delete are found by their deadline, never by a walk over the table.
    store.db.exec(`CREATE TABLE ${name} (at INTEGER, k BLOB, PRIMARY KEY (at, k)) WITHOUT ROWID`);
    for (const row of open.rows.range(Buffer.alloc(0), undefined)) {
      const at = deadline(JSON.parse(row.text) as Item, attribute);
      if (at !== undefined) store.prepare(`INSERT INTO ${name} (at, k) VALUES (?, ?)`).run(at, row.key);
    }
    table.ttl = { attribute };
  } else {
    store.forget(name);
    store.db.exec(`DROP TABLE ${name}`);
    table.ttl = undefined;
  }
  catalog.save(table);
  return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } };
}

function recoveryOf(scope: Scope, table: Table): Record<string, unknown> {
  const now = scope.engine.now() / 1000;
  const point = table.recovery
    ? {
        PointInTimeRecoveryStatus: "ENABLED",
        RecoveryPeriodInDays: table.recoveryDays,
        EarliestRestorableDateTime: Math.max(
          (table.recoverySince ?? 0) / 1000,
          now - table.recoveryDays * 86400,
        ),
        LatestRestorableDateTime: now,
      }
    : { PointInTimeRecoveryStatus: "DISABLED" };
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: point,
    },
  };
}

/** AWS answers a missing table of these two operations with an error of their own. */
function needForBackup(scope: Scope, name: string): Table {
  const open = scope.engine.catalog.find(name);
  if (!open) throw tableMissing(name);
  return open.table;
}

const tableMissing = (name: string) => {
  const error = resourceNotFound(`Table not found: ${name}`);
  Object.assign(error, {
    __type: "com.amazonaws.dynamodb.v20120810#TableNotFoundException",
    name: "TableNotFoundException",
  });
  return error;
};

export function describeContinuousBackups(scope: Scope, input: Named): Answer {
  return recoveryOf(scope, needForBackup(scope, input.TableName));
}

export function updateContinuousBackups(
  scope: Scope,
  input: Named & {
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: boolean; RecoveryPeriodInDays?: number };
  },
): Answer {
  const table = needForBackup(scope, input.TableName);
  const { PointInTimeRecoveryEnabled: enabled, RecoveryPeriodInDays: days } =
    input.PointInTimeRecoverySpecification;
  if (enabled && !table.recovery) table.recoverySince = scope.engine.now();
  table.recovery = enabled;
  table.recoveryDays = days ?? table.recoveryDays;
  scope.engine.catalog.save(table);
  return recoveryOf(scope, table);
}

function tagged(scope: Scope, arn: string, operation: string): Table {
  for (const { table } of scope.engine.catalog.all()) if (table.arn === arn) return table;
  const parts = /^arn:aws[a-z-]*:dynamodb:[^:]*:([^:]*):/.exec(arn);
  if (!parts) throw validation(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  const { account } = scope.engine;
  if (parts[1] !== account)
    throw accessDenied(
      `User: arn:aws:iam::${account}:root is not authorized to perform: dynamodb:${operation} on resource: ${arn}`,
    );
  throw resourceNotFound(`Requested resource not found: ResourcArn: ${arn} not found`);
}

const maxTags = 50;

export function tagResource(
  scope: Scope,
  input: { ResourceArn: string; Tags: { Key: string; Value: string }[] },
): Answer {
  const table = tagged(scope, input.ResourceArn, "TagResource");
  if (!input.Tags.length) throw validation("Atleast one Tag needs to be provided as Input.");
  const tags = { ...table.tags, ...Object.fromEntries(input.Tags.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > maxTags) throw validation(`Too many tags. Maximum: ${maxTags}`);
  table.tags = tags;
  scope.engine.catalog.save(table);
  return {};
}

export function untagResource(scope: Scope, input: { ResourceArn: string; TagKeys: string[] }): Answer {
  const table = tagged(scope, input.ResourceArn, "UntagResource");
  if (!input.TagKeys.length) throw validation("Atleast one Tag Key needs to be provided as Input.");
  table.tags = Object.fromEntries(Object.entries(table.tags).filter(([key]) => !input.TagKeys.includes(key)));
  scope.engine.catalog.save(table);
  return {};
}

export function listTags(scope: Scope, input: { ResourceArn: string }): Answer {
  const table = tagged(scope, input.ResourceArn, "ListTagsOfResource");
  return { Tags: Object.entries(table.tags).map(([Key, Value]) => ({ Key, Value })) };
}

export const describeLimits = (): Answer => ({
  AccountMaxReadCapacityUnits: 80000,
  AccountMaxWriteCapacityUnits: 80000,
  TableMaxReadCapacityUnits: 40000,
  TableMaxWriteCapacityUnits: 40000,
});

export const describeEndpoints = (scope: Scope): Answer => ({
  Endpoints: [{ Address: `dynamodb.${scope.engine.region}.amazonaws.com`, CachePeriodInMinutes: 1440 }],
});
