/**
 * When two refusals of one request mean the same, though the words differ. Anything that isn't here fails the run: either
 * the engine is at fault, or DynamoDB Local is, and then its row says so. Words and order of AWS: dynalite's suite, which
 * was recorded against AWS (https://github.com/architect/dynalite/tree/main/test).
 */

/** One fault of a request in the words of both engines. */
interface Wording {
  ours: RegExp;
  theirs: RegExp;
  why: string;
}

const keyWords =
  /^The number of conditions on the keys|^Invalid attribute value type|^One of the required keys|may not contain null or empty values/;

const wordings: Wording[] = [
  {
    ours: /at 'requestItems' failed to satisfy constraint: Map value must/,
    theirs: /^The batch write request list for a table cannot be null or empty/,
    why: "AWS states the model's constraint",
  },
  {
    ours: /\.member\.Keys' failed to satisfy constraint: Member must have length/,
    theirs: /^The list of keys in RequestItems for BatchGetItem is required/,
    why: "AWS states the model's constraint",
  },
  {
    ours: /^1 validation error detected: Value '\[\]' at 'transactItems'/,
    theirs: /^Value \[\] at 'transactItems'/,
    why: "AWS states the model's constraint",
  },
  {
    ours: /^1 validation error detected: Value at 'Limit'/,
    theirs: /^Limit must be greater than or equal to 1$/,
    why: "AWS states the model's constraint",
  },
  {
    ours: /^1 validation error detected: (.*SPECIFIC_ATTRIBUTES|Cannot specify the|.*ALL_PROJECTED_ATTRIBUTES)/,
    theirs: /^Must specify the .*SPECIFIC_ATTRIBUTES|^Cannot specify the|^ALL_PROJECTED_ATTRIBUTES/,
    why: "a query's Select is a constraint",
  },
  {
    ours: /^One or more parameter values were invalid: ALL_PROJECTED_ATTRIBUTES/,
    theirs: /^ALL_PROJECTED_ATTRIBUTES/,
    why: "AWS says that the values are invalid",
  },
  {
    ours: /^The Segment parameter is required|^The TotalSegments parameter is required/,
    theirs: /^If (total )?segments? is specified/,
    why: "AWS names the parameter that lacks",
  },
  {
    ours: /^The Segment parameter is zero-based/,
    theirs: /^1 validation error detected: Value '\d+' at '(totalSegments|segment)'/i,
    why: "AWS compares both parameters",
  },
  {
    ours: /^The provided key element does not match/,
    theirs: keyWords,
    why: "AWS has one sentence for a key",
  },
  {
    ours: /^The provided key element does not match/,
    theirs: /key attribute cannot contain an empty/,
    why: "another of a batch's keys is empty",
  },
  {
    ours: /key attribute cannot contain an empty/,
    theirs: keyWords,
    why: "another of a batch's keys is empty",
  },
  {
    ours: /^The provided key element does not match/,
    theirs: /^Item to put in PutItem cannot be null$/,
    why: "an empty item lacks its key",
  },
  {
    ours: /: (Missing the key|Type mismatch for (key|Index Key)) |secondary index key to unsupported type$/,
    theirs: /^One of the required keys|^Invalid attribute value type$|: Type mismatch for Index Key$/,
    why: "AWS names the attribute and both types",
  },
  {
    ours: /^The parameter cannot be converted to a numeric value/,
    theirs: /^A value provided cannot be converted into a number/,
    why: "AWS shows the value",
  },
  {
    ours: /^Attempting to store more than 38 significant digits/,
    theirs: /^DynamoDB only supports precision up to 38 digits/,
    why: "AWS's sentence about digits",
  },
  {
    ours: /: Input collection \[.*\](of type BS)? ?contains duplicates\./,
    theirs: /: Input collection (\[.*\]|of type BS) contains duplicates/,
    why: "AWS shows the set and ends with a full stop",
  },
  {
    ours: /: (ADD|DELETE) action (with value )?is not supported for the type \w+$/,
    theirs: /: (ADD|DELETE) action (with value )?is not supported for the type \w+$/,
    why: "AWS names types as requests do",
  },
  {
    ours: /: AttributeValues inside AttributeValueList must be of same type$/,
    theirs: /: ComparisonOperator (IN|BETWEEN) is not valid for \w+ AttributeValue type$/,
    why: "AWS compares the values' types first",
  },
  {
    ours: /ComparisonOperator|AttributeValueList/,
    theirs: /: ComparisonOperator BEGINS_WITH is not valid for \w+ AttributeValue type$/,
    why: "AWS looks at QueryFilter before KeyConditions",
  },
  {
    ours: /: Duplicate value in attribute name: /,
    theirs: /^Cannot have two attributes with the same name$/,
    why: "AWS names the attribute",
  },
  {
    ours: /^Query condition missed key schema element: \w+$/,
    theirs: /^Query condition missed key schema element$/,
    why: "AWS names the attribute",
  },
  {
    ours: /^KeyConditionExpressions cannot have conditions on nested attributes$/,
    theirs: /: Multiple attribute names used in one condition$/,
    why: "AWS calls a path nested",
  },
  {
    ours: /The BETWEEN operator requires .*[BN]:/,
    theirs: /The BETWEEN operator requires .*(HeapByteBuffer|N:)/,
    why: "DynamoDB Local prints Java's buffers, and numbers as they were written",
  },
  {
    ours: /Invalid attribute type name found; type: \w+, valid types: /,
    theirs: /Invalid attribute type name found; type: \w+, valid types: /,
    why: "a set has no order",
  },
  {
    ours: /does not project (one or more filter attributes: )?\[/,
    theirs: /does not project (one or more filter attributes: )?\[/,
    why: "a set has no order",
  },
  {
    ours: /unused in expressions: keys: \{/,
    theirs: /unused in expressions: keys: \{/,
    why: "a set has no order",
  },
  {
    ours: /Two document paths (overlap|conflict)/,
    theirs: /Two document paths (overlap|conflict)/,
    why: "several pairs of paths overlap",
  },
  {
    ours: /is not defined; attribute (name|value)/,
    theirs: /is not defined; attribute (name|value)/,
    why: "several names or values aren't defined",
  },
  {
    ours: /Incorrect (operand type|number of operands)/,
    theirs: /Incorrect (operand type|number of operands)/,
    why: "several operands are wrong",
  },
  {
    ours: /attempted to update (the|a) secondary index key/,
    theirs: /attempted to update (the|a) secondary index key/,
    why: "several index keys are wrong",
  },
  {
    ours: /key attribute cannot contain an empty \w+ value\. IndexName/,
    theirs: /key attribute cannot contain an empty \w+ value\. IndexName/,
    why: "several indexes have the attribute",
  },
];

const EXPRESSION_VALUE = /^ExpressionAttributeValues contains invalid value: (.*) for key :\w+$/;
/** What an expression's value is refused for is worded as any other value's. */
const bare = (message: string): string => EXPRESSION_VALUE.exec(message)?.[1] ?? message;
const expressionOf = (message: string): string => /^Invalid (\w+Expression)/.exec(message)?.[1] ?? "";

/** Why two differing messages are about one fault, if they are. */
export function wording(ours: string, theirs: string): string | undefined {
  if (expressionOf(ours) !== expressionOf(theirs)) return undefined;
  if (EXPRESSION_VALUE.test(ours) !== EXPRESSION_VALUE.test(theirs)) return undefined;
  return wordings.find((one) => one.ours.test(bare(ours)) && one.theirs.test(bare(theirs)))?.why;
}
