import { validation } from "../error.ts";
import * as Value from "../value.ts";
import type { Action, Call, Condition, Literal, Operand, Path, Source, Step } from "./ast.ts";
import {
  checkArity,
  checkBounds,
  checkOrdered,
  checkPaths,
  distinct,
  needsPath,
  refuse,
  wrongType,
} from "./check.ts";
import { parseCondition } from "./condition.ts";
import { parseProjection } from "./projection.ts";
import { parseUpdate } from "./update.ts";

export type Names = Record<string, string>;

/** Puts names and values in the places of an expression, checks what AWS checks before it reads an item. */
export class Binder {
  readonly names: Names;
  readonly values: Value.Item;
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  constructor(names: Names | undefined, values: Value.Item | undefined) {
    this.names = names ?? {};
    this.values = values ?? {};
  }

  condition(source: Source, text: string): Condition {
    return this.bindCondition(
      source,
      cached(conditions, text, () => parseCondition(source, text), source),
    );
  }

  projection(text: string): Step[][] {
    const source = "ProjectionExpression";
    const paths = cached(projections, text, () => parseProjection(text), source).map(
      (path) => this.path(source, path).steps,
    );
    checkPaths(source, paths);
    return paths;
  }

  update(text: string): Action[] {
    const source = "UpdateExpression";
    const actions = cached(updates, text, () => parseUpdate(text), source).map((action): Action => {
      const path = this.path(source, action.path);
      switch (action.kind) {
        case "set":
          return { kind: "set", path, operand: this.updateOperand(action.operand) };
        case "remove":
          return { kind: "remove", path };
        default: {
          const operand = this.literal(source, action.operand);
          const type = Value.typeOf(operand.value!);
          const fits =
            type === "SS" || type === "NS" || type === "BS" || (type === "N" && action.kind === "add");
          if (!fits)
            throw refuse(
              source,
              `Incorrect operand type for operator or function; operator: ${action.kind.toUpperCase()}, operand type: ${longName[type]}, typeSet: ALLOWED_FOR_${action.kind.toUpperCase()}_OPERAND`,
            );
          return { kind: action.kind, path, operand };
        }
      }
    });
    checkPaths(
      source,
      actions.map((action) => action.path.steps),
    );
    return actions;
  }

  /** Call after all expressions of a request: a placeholder that none of them used is refused. */
  finish(): void {
    unused("Names", this.names, this.usedNames);
    unused("Values", this.values, this.usedValues);
  }

  private path(source: Source, path: Path): Path {
    let steps = path.steps;
    steps.forEach((step, i) => {
      if (typeof step !== "string" || step.charCodeAt(0) !== 35) return;
      const name = Object.hasOwn(this.names, step) ? this.names[step] : undefined;
      if (name === undefined)
        throw refuse(
          source,
          `An expression attribute name used in the document path is not defined; attribute name: ${step}`,
        );
      this.usedNames.add(step);
      if (steps === path.steps) steps = [...steps];
      steps[i] = name;
    });
    return steps === path.steps ? path : { kind: "path", steps };
  }

  private literal(source: Source, literal: Literal): Literal {
    const value = Object.hasOwn(this.values, literal.name) ? this.values[literal.name] : undefined;
    if (value === undefined)
      throw refuse(
        source,
        `An expression attribute value used in expression is not defined; attribute value: ${literal.name}`,
      );
    this.usedValues.add(literal.name);
    return { ...literal, value };
  }

  private operand(source: Source, operand: Operand): Operand {
    switch (operand.kind) {
      case "path":
        return this.path(source, operand);
      case "value":
        return this.literal(source, operand);
      case "call":
        return this.call(source, operand);
      case "sum":
        return {
          ...operand,
          left: this.operand(source, operand.left),
          right: this.operand(source, operand.right),
        };
    }
  }

  private updateOperand(operand: Operand): Operand {
    const source = "UpdateExpression";
    if (operand.kind === "call") {
      const args = operand.args.map((each) => this.updateOperand(each));
      checkArity(source, operand);
      if (operand.name === "if_not_exists" && args[0]!.kind !== "path") throw needsPath(source, operand.name);
      if (operand.name === "list_append")
        for (const arg of args)
          if (arg.kind === "value" && !arg.value!.L)
            throw wrongType(source, operand.name, Value.typeOf(arg.value!));
      return { ...operand, args };
    }
    if (operand.kind === "sum") {
      const left = this.updateOperand(operand.left);
      const right = this.updateOperand(operand.right);
      for (const side of [left, right])
        if (side.kind === "value" && side.value!.N === undefined)
          throw wrongType(source, operand.sign, Value.typeOf(side.value!));
      return { ...operand, left, right };
    }
    return this.operand(source, operand);
  }

  private call(source: Source, call: Call): Call {
    const args = call.args.map((each) => this.operand(source, each));
    checkArity(source, call);
    const [first, second] = args as [Operand, Operand];
    switch (call.name) {
      case "attribute_exists":
      case "attribute_not_exists":
        if (first.kind !== "path") throw needsPath(source, call.name);
        break;
      case "attribute_type": {
        if (second.kind !== "value" || second.value!.S === undefined)
          throw wrongType(source, call.name, second.kind === "value" ? Value.typeOf(second.value!) : "PATH");
        if (!(Value.types as readonly string[]).includes(second.value!.S!))
          throw refuse(
            source,
            `Invalid attribute type name found; type: ${second.value!.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
          );
        break;
      }
      case "begins_with":
        for (const arg of args) {
          const type = arg.kind === "value" ? Value.typeOf(arg.value!) : "S";
          if (type !== "S" && type !== "B") throw wrongType(source, call.name, type);
        }
        break;
      case "size":
        if (first.kind === "call") throw wrongType(source, call.name, "N");
        if (first.kind === "value") {
          const type = Value.typeOf(first.value!);
          if (type === "N" || type === "BOOL" || type === "NULL") throw wrongType(source, call.name, type);
        }
        break;
    }
    if (args.length === 2) distinct(source, call.name, first, [second]);
    return { ...call, args };
  }

  private bindCondition(source: Source, node: Condition): Condition {
    switch (node.kind) {
      case "and":
      case "or":
        return { ...node, terms: node.terms.map((term) => this.bindCondition(source, term)) };
      case "not":
        return { ...node, term: this.bindCondition(source, node.term) };
      case "call":
        return this.call(source, node);
      case "compare": {
        const left = this.operand(source, node.left);
        const right = this.operand(source, node.right);
        if (node.comparator !== "=" && node.comparator !== "<>")
          checkOrdered(source, node.comparator, [left, right]);
        distinct(source, node.comparator, left, [right]);
        return { ...node, left, right };
      }
      case "in": {
        const operand = this.operand(source, node.operand);
        const list = node.list.map((each) => this.operand(source, each));
        distinct(source, "IN", operand, list);
        return { ...node, operand, list };
      }
      case "between": {
        const operand = this.operand(source, node.operand);
        const low = this.operand(source, node.low);
        const high = this.operand(source, node.high);
        checkOrdered(source, "BETWEEN", [operand, low, high]);
        distinct(source, "BETWEEN", operand, [low, high]);
        if (low.kind === "value" && high.kind === "value") checkBounds(source, low.value!, high.value!);
        return { ...node, operand, low, high };
      }
    }
  }
}

const conditions = new Map<string, Condition>();
const projections = new Map<string, Path[]>();
const updates = new Map<string, Action[]>();

/** Programs send the same few expressions: their trees are kept, a thousand at most. */
function cached<T>(store: Map<string, T>, text: string, parse: () => T, source: Source): T {
  const key = source + text;
  const found = store.get(key);
  if (found) return found;
  const made = parse();
  if (store.size >= 1000) store.clear();
  store.set(key, made);
  return made;
}

const longName: Record<Value.Type, string> = {
  S: "STRING",
  N: "NUMBER",
  B: "BINARY",
  BOOL: "BOOLEAN",
  NULL: "NULL",
  SS: "SS",
  NS: "NS",
  BS: "BS",
  L: "LIST",
  M: "MAP",
};

function unused(what: "Names" | "Values", given: object, used: Set<string>): void {
  const left = Object.keys(given).filter((each) => !used.has(each));
  if (left.length)
    throw validation(
      `Value provided in ExpressionAttribute${what} unused in expressions: keys: {${left.join(", ")}}`,
    );
}
