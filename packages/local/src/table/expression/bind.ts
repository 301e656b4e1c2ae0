import { validation } from "../error.ts";
import * as Value from "../value.ts";
import type { Action, Call, Condition, Literal, Operand, Path, Source, Step } from "./ast.ts";
import {
  checkAction,
  checkArity,
  checkBounds,
  checkOrdered,
  checkPaths,
  checkUpdateOperand,
  distinct,
  needsPath,
  refuse,
  typeOf,
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

  /** Refuses in AWS's order: names, values, paths against each other, operands, functions. */
  update(text: string): Action[] {
    const source = "UpdateExpression";
    const named = cached(updates, text, () => parseUpdate(text), source).map((action) =>
      this.bindAction(action, (operand) => (operand.kind === "path" ? this.path(source, operand) : operand)),
    );
    const actions = named.map((action) =>
      this.bindAction(action, (operand) =>
        operand.kind === "value" ? this.literal(source, operand) : operand,
      ),
    );
    checkPaths(
      source,
      actions.map((action) => action.path.steps),
    );
    for (const action of actions) checkAction(action);
    for (const action of actions) if (action.kind === "set") checkUpdateOperand(action.operand);
    return actions;
  }

  private bindAction(action: Action, bind: (operand: Operand) => Operand): Action {
    const path = bind(action.path) as Path;
    if (action.kind === "remove") return { kind: "remove", path };
    if (action.kind === "set") return { kind: "set", path, operand: bindDeep(action.operand, bind) };
    return { kind: action.kind, path, operand: bind(action.operand) as Literal };
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
          throw wrongType(source, call.name, typeOf(second) ?? "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}");
        if (!(Value.types as readonly string[]).includes(second.value!.S!))
          throw refuse(
            source,
            `Invalid attribute type name found; type: ${second.value!.S}, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}`,
          );
        break;
      }
      case "begins_with":
        for (const arg of args) {
          const type = typeOf(arg);
          if (type && type !== "S" && type !== "B") throw wrongType(source, call.name, type);
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

function bindDeep(operand: Operand, bind: (operand: Operand) => Operand): Operand {
  if (operand.kind === "call") return { ...operand, args: operand.args.map((each) => bindDeep(each, bind)) };
  if (operand.kind === "sum")
    return { ...operand, left: bindDeep(operand.left, bind), right: bindDeep(operand.right, bind) };
  return bind(operand);
}

function unused(what: "Names" | "Values", given: object, used: Set<string>): void {
  const left = Object.keys(given).filter((each) => !used.has(each));
  if (left.length)
    throw validation(
      `Value provided in ExpressionAttribute${what} unused in expressions: keys: {${left.join(", ")}}`,
    );
}
