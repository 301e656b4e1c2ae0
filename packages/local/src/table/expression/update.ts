import type { Action, Operand, Path, Update } from "./ast.ts";
import { Parser } from "./parser.ts";

const sections = new Set(["SET", "REMOVE", "ADD", "DELETE"]);

class UpdateParser extends Parser {
  whole(): Update {
    const actions: Action[] = [];
    const seen = new Set<string>();
    do {
      const token = this.next();
      const section = token.text.toUpperCase();
      if (token.kind !== "word" || !sections.has(section)) throw this.syntax(token);
      if (seen.has(section))
        this.note("section", `The "${section}" section can only be used once in an update expression;`);
      seen.add(section);
      do actions.push(this.action(section));
      while (this.takeSign(","));
    } while (this.peek().kind !== "end");
    this.expectEnd();
    return actions;
  }

  private action(section: string): Action {
    const path = this.target();
    switch (section) {
      case "SET": {
        this.expectSign("=");
        this.countOperator();
        return { kind: "set", path, operand: this.sum() };
      }
      case "REMOVE":
        this.countOperator();
        return { kind: "remove", path };
      default:
        this.countOperator();
        return { kind: section === "ADD" ? "add" : "delete", path, operand: this.literal() };
    }
  }

  private target(): Path {
    if (!this.isPathStart()) throw this.syntax();
    return this.path();
  }

  private sum(): Operand {
    const left = this.operand();
    if (!this.isSign("+") && !this.isSign("-")) return left;
    const sign = this.next().text as "+" | "-";
    this.countOperator();
    return { kind: "sum", sign, left, right: this.operand() };
  }

  private operand(): Operand {
    if (this.takeSign("(")) {
      const doubled = this.isSign("(");
      const inner = this.nested(() => this.sum());
      if (doubled && this.isSign(")") && this.isSign(")", -1))
        this.note("parentheses", "The expression has redundant parentheses;");
      this.expectSign(")");
      return inner;
    }
    if (this.peek().kind === "value") return this.literal();
    if (this.peek().kind === "word" && this.isSign("(", 1) && this.isPathStart()) return this.call();
    return this.target();
  }

  private call(): Operand {
    const name = this.next().text;
    this.position++;
    this.countOperator();
    const args: Operand[] = [];
    do args.push(this.nested(() => this.operand()));
    while (this.takeSign(","));
    this.expectSign(")");
    if (name === "if_not_exists" || name === "list_append") return { kind: "call", name, args };
    if (
      [
        "size",
        "attribute_exists",
        "attribute_not_exists",
        "attribute_type",
        "begins_with",
        "contains",
      ].includes(name)
    )
      this.note("function", `The function is not allowed in an update expression; function: ${name}`);
    else this.note("function", `Invalid function name; function: ${name}`);
    return { kind: "call", name, args };
  }
}

export const parseUpdate = (text: string): Update => new UpdateParser("UpdateExpression", text).whole();
