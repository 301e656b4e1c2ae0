import type { Call, Comparator, Condition, Operand, Source } from "./ast.ts";
import { Parser } from "./parser.ts";

const comparators = new Set(["=", "<>", "<", "<=", ">", ">="]);
const conditionFunctions = new Set([
  "attribute_exists",
  "attribute_not_exists",
  "attribute_type",
  "begins_with",
  "contains",
]);
const updateFunctions = new Set(["if_not_exists", "list_append"]);
export const arity: Record<string, number> = {
  attribute_exists: 1,
  attribute_not_exists: 1,
  attribute_type: 2,
  begins_with: 2,
  contains: 2,
  size: 1,
  if_not_exists: 2,
  list_append: 2,
};

/** A parsed piece may be a whole condition or only an operand; parentheses may stand around either. */
type Piece =
  | { is: "condition"; node: Condition; wrapped: boolean }
  | { is: "operand"; node: Operand; wrapped: boolean };

class ConditionParser extends Parser {
  whole(): Condition {
    const condition = this.or();
    this.expectEnd();
    return condition;
  }

  or(): Condition {
    return this.condition(this.orPiece());
  }

  private misused(call: Call): Call {
    this.note(
      "use",
      `The function is not allowed to be used this way in an expression; function: ${call.name}`,
    );
    return call;
  }

  private condition(piece: Piece): Condition {
    if (piece.is === "condition") return piece.node;
    if (piece.node.kind === "call") return this.misused(piece.node);
    throw this.syntax();
  }

  private orPiece(): Piece {
    return this.junction("OR", () => this.andPiece());
  }

  private andPiece(): Piece {
    return this.junction("AND", () => this.notPiece());
  }

  private junction(word: "AND" | "OR", part: () => Piece): Piece {
    const first = part();
    if (!this.isWord(word)) return first;
    const terms = [this.condition(first)];
    while (this.takeWord(word)) {
      this.countOperator();
      terms.push(this.condition(part()));
    }
    return { is: "condition", node: { kind: word === "AND" ? "and" : "or", terms }, wrapped: false };
  }

  private notPiece(): Piece {
    if (!this.takeWord("NOT")) return this.comparison();
    this.countOperator();
    const term = this.nested(() => this.condition(this.notPiece()));
    return { is: "condition", node: { kind: "not", term }, wrapped: false };
  }

  private comparison(): Piece {
    let left = this.primary();
    const token = this.peek();
    if (left.is === "condition") {
      if (left.node.kind !== "call" || !this.comparing()) return left;
      left = { is: "operand", node: this.misused(left.node), wrapped: left.wrapped };
    }
    if (token.kind === "sign" && comparators.has(token.text)) {
      this.position++;
      this.countOperator();
      const right = this.operand();
      return {
        is: "condition",
        node: { kind: "compare", comparator: token.text as Comparator, left: left.node, right },
        wrapped: false,
      };
    }
    if (this.takeWord("BETWEEN")) {
      this.countOperator();
      const low = this.operand();
      if (!this.takeWord("AND")) throw this.syntax();
      const high = this.operand();
      return { is: "condition", node: { kind: "between", operand: left.node, low, high }, wrapped: false };
    }
    if (this.takeWord("IN")) {
      this.countOperator();
      this.expectSign("(");
      const list = [this.operand()];
      while (this.takeSign(",")) list.push(this.operand());
      this.expectSign(")");
      if (list.length > 100)
        throw this.refuse(
          `The IN operator is provided with too many operands; number of operands: ${list.length}`,
        );
      return { is: "condition", node: { kind: "in", operand: left.node, list }, wrapped: false };
    }
    return left;
  }

  /** Whether what follows compares what was just read. */
  private comparing(): boolean {
    const token = this.peek();
    return (
      (token.kind === "sign" && comparators.has(token.text)) || this.isWord("BETWEEN") || this.isWord("IN")
    );
  }

  private operand(): Operand {
    const piece = this.primary();
    if (piece.is === "operand") return piece.node;
    if (piece.node.kind === "call") return this.misused(piece.node);
    throw this.syntax();
  }

  private primary(): Piece {
    if (this.takeSign("(")) {
      const inner = this.nested(() => this.orPiece());
      this.expectSign(")");
      if (inner.wrapped) this.note("parentheses", "The expression has redundant parentheses;");
      return { ...inner, wrapped: true };
    }
    if (this.peek().kind === "value") return { is: "operand", node: this.literal(), wrapped: false };
    if (this.peek().kind === "word" && this.isSign("(", 1) && this.isPathStart()) return this.call();
    if (this.isPathStart()) return { is: "operand", node: this.path(), wrapped: false };
    throw this.syntax();
  }

  private call(): Piece {
    const name = this.next().text;
    this.countOperator();
    this.position++;
    const args: Operand[] = [];
    do args.push(this.nested(() => this.operand()));
    while (this.takeSign(","));
    this.expectSign(")");
    const known = name === "size" || conditionFunctions.has(name);
    if (updateFunctions.has(name))
      this.note("function", `The function is not allowed in a condition expression; function: ${name}`);
    else if (!known) this.note("function", `Invalid function name; function: ${name}`);
    const node: Call = { kind: "call", name, args };
    return name === "size"
      ? { is: "operand", node, wrapped: false }
      : { is: "condition", node, wrapped: false };
  }
}

export const parseCondition = (source: Source, text: string): Condition =>
  new ConditionParser(source, text).whole();
