/**
 * Kinds of refusals, in the order in which AWS looks for them. Of two faults in one request AWS names the one that it looks
 * for first; DynamoDB Local looks in another order (dynalite's suite records AWS's:
 * https://github.com/architect/dynalite/tree/main/test).
 */
const select =
  "Must specify the AttributesToGet|Cannot specify the (AttributesToGet|ProjectionExpression)|(One or more parameter values were invalid: )?ALL_PROJECTED_ATTRIBUTES can";
const value =
  "(The parameter cannot be converted|A value provided cannot be converted|Attempting to store|DynamoDB only supports precision|Number (over|under)flow)";

const kinds: [kind: string, said: RegExp][] = [
  [
    "constraint",
    new RegExp(`^\\d+ validation errors? detected: (?!${select})|^Value .* at '|^Limit must be`),
  ],
  [
    "empty list",
    /Item to put in PutItem cannot be null|list for a table cannot be null or empty|list of keys in RequestItems.*empty list/,
  ],
  ["parameters", /can only be specified when using expressions|Can not use both expression/],
  ["number", new RegExp(`^${value}`)],
  ["null", /^One or more parameter values were invalid: Null attribute value types/],
  ["duplicates", /^(One or more parameter values were invalid: )?Input collection/],
  [
    "empty set",
    /^One or more parameter values were invalid: .*(set {1,2}may not be empty|sets should not be empty)/,
  ],
  ["empty value", /^Supplied AttributeValue is empty/],
  ["two values", /^Supplied AttributeValue has more than one datatypes/],
  ["return values", /^Return values set to invalid/],
  ["twice", /Duplicate value in attribute name|two attributes with the same name/],
  ["segment", /[sS]egment/],
  ["legacy action", /(DELETE|ADD) action/],
  ["legacy", /AttributeValueList|ComparisonOperator\b|when Exists is/],
  ["conditional operator", /^ConditionalOperator/],
  ["legacy range", /lower bound is greater/],
  ["legacy operator", /indexable operation|Conditions can be/],
  ["expression value", /^ExpressionAttributeValues contains/],
  ["empty expression", /can not be empty;/],
  ["syntax", /Syntax error/],
  ["parentheses", /redundant parentheses/],
  [
    "function",
    /Invalid function name|not allowed (to be used this way|in an? (update|condition))|The function is not allowed/,
  ],
  ["reserved", /reserved keyword/],
  ["undefined", /is not defined; attribute (name|value)/],
  ["overlap", /Two document paths (overlap|conflict)/],
  ["type name", /attribute type name/],
  ["operand", /Incorrect operand type|Incorrect number of operands|requires a document path/],
  ["distinct", /first operand must be distinct/],
  ["between", /BETWEEN operator requires/],
  ["unused", /unused in expressions/],
  ["select", new RegExp(`^(\\d+ validation errors? detected: )?(${select})`)],
  ["index select", /Select type ALL_ATTRIBUTES/],
  [
    "key condition",
    /KeyConditionExpression|key condition|Query condition missed|Conditions must be|Condition parameter type/,
  ],
  ["consistent", /^Consistent reads are not supported/],
  ["filter on key", /can only contain non-primary key attributes/],
  ["not projected", /does not project/],
  ["scalar", /^Key attributes must be scalars/],
  ["same item", /list of item keys contains duplicates|multiple operations on one item/],
  [
    "key",
    /key element does not match|conditions on the keys|Invalid attribute value type|required keys was not given|Missing the key|Type mismatch for key|cannot contain an empty \w+ value\. Key:|may not contain null or empty values/,
  ],
  ["index key", /Index Key|IndexName|secondary index key/],
  ["part of the key", /Cannot update attribute/],
  ["path", /document path provided in the update/],
  ["missing attribute", /refers to an attribute that does not exist/],
  ["data type", /incorrect data type|Type mismatch for attribute to update/],
];

const rank = (message: string): number => kinds.findIndex(([, said]) => said.test(message));
export const kindOf = (message: unknown): string | undefined => kinds[rank(String(message))]?.[0];

/** Where the order isn't the whole story. */
const otherwise: { ours: string[]; theirs: string[]; why: string }[] = [
  {
    // A sum of an update may have too many digits.
    ours: ["path", "missing attribute", "data type", "number"],
    theirs: ["path", "missing attribute", "data type", "number"],
    why: "an update's actions are carried out in an order of each engine's own",
  },
  {
    ours: ["part of the key"],
    theirs: ["index key"],
    why: "a transaction's updates are looked at before what its puts are in indexes",
  },
  { ours: ["key"], theirs: ["same item"], why: "AWS looks at a key before it compares it with others" },
  {
    ours: ["conditional operator"],
    theirs: ["legacy"],
    why: "AWS looks at QueryFilter before KeyConditions",
  },
  {
    ours: ["empty expression"],
    theirs: ["parameters"],
    why: "DynamoDB Local takes an empty expression for none",
  },
];

const expressions = ["ProjectionExpression", "ConditionExpression", "FilterExpression", "UpdateExpression"];
const expressionOf = (message: string): number =>
  expressions.indexOf(/^Invalid (\w+Expression)/.exec(message)?.[1] ?? "");

/** Whether a request with both of these faults is refused by AWS for ours. */
export function comesFirst(ours: string, theirs: string): boolean {
  const [mine, other] = [rank(ours), rank(theirs)];
  if (mine < 0 || other < 0) return false;
  // One expression is looked at as a whole before the next one.
  const [here, there] = [expressionOf(ours), expressionOf(theirs)];
  if (here >= 0 && there >= 0 && here !== there) return here < there;
  if (mine < other) return true;
  return (
    kindOf(ours) !== kindOf(theirs) &&
    otherwise.some((one) => one.ours.includes(kindOf(ours)!) && one.theirs.includes(kindOf(theirs)!))
  );
}
