import * as S from "../shape.ts";

/** Names as most requests carry them: a table's name or its ARN. */
export const tableName = S.string({
  required: true,
  min: 1,
  max: 255,
  pattern: "[a-zA-Z0-9_.-]+",
  orArn: true,
  alone: true,
});
export const newTableName = S.string({
  missing: "The parameter 'TableName' is required but was not present in the request",
  min: 3,
  max: 255,
  pattern: "[a-zA-Z0-9_.-]+",
});
export const indexName = S.string({ min: 3, max: 255, pattern: "[a-zA-Z0-9_.-]+" });
export const requiredIndexName = { ...indexName, required: true };
