import type { Handler } from "./context.ts";
import { batchGet, batchWrite } from "./operation/batch.ts";
import { describeInsights, listInsights, updateInsights } from "./operation/insight.ts";
import { get, put, remove, update } from "./operation/item.ts";
import { deletePolicy, getPolicy, putPolicy } from "./operation/policy.ts";
import { query, scan } from "./operation/query.ts";
import * as Setting from "./operation/setting.ts";
import { describeStream, getRecords, getShardIterator, listStreams } from "./operation/stream.ts";
import { createTable, deleteTable, describeTable, listTables } from "./operation/table.ts";
import { transactGet, transactWrite } from "./operation/transaction.ts";
import { updateTable } from "./operation/update-table.ts";

/** Every operation of both services; anything else is unknown. */
export const operations: Record<string, Handler> = {
  GetItem: get,
  PutItem: put,
  UpdateItem: update,
  DeleteItem: remove,
  BatchGetItem: batchGet,
  BatchWriteItem: batchWrite,
  Query: query,
  Scan: scan,
  TransactWriteItems: transactWrite,
  TransactGetItems: transactGet,
  CreateTable: createTable,
  UpdateTable: updateTable,
  DescribeTable: describeTable,
  DeleteTable: deleteTable,
  ListTables: listTables,
  DescribeTimeToLive: Setting.describeTimeToLive,
  UpdateTimeToLive: Setting.updateTimeToLive,
  DescribeContinuousBackups: Setting.describeContinuousBackups,
  UpdateContinuousBackups: Setting.updateContinuousBackups,
  DescribeContributorInsights: describeInsights,
  UpdateContributorInsights: updateInsights,
  ListContributorInsights: listInsights,
  PutResourcePolicy: putPolicy,
  GetResourcePolicy: getPolicy,
  DeleteResourcePolicy: deletePolicy,
  TagResource: Setting.tagResource,
  UntagResource: Setting.untagResource,
  ListTagsOfResource: Setting.listTags,
  DescribeLimits: Setting.describeLimits,
  DescribeEndpoints: Setting.describeEndpoints,
  ListStreams: listStreams,
  DescribeStream: describeStream,
  GetShardIterator: getShardIterator,
  GetRecords: getRecords,
};

export const streamOperations: ReadonlySet<string> = new Set([
  "ListStreams",
  "DescribeStream",
  "GetShardIterator",
  "GetRecords",
]);
