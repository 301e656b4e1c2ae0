import { TableError, validation } from "../error.ts";
import * as Num from "../number.ts";
import type { Item, Value } from "../value.ts";
import type { Action, Operand, Step, Update } from "./ast.ts";
import { resolve } from "./evaluate.ts";

const wrongType = () => validation("An operand in the update expression has an incorrect data type");
const missing = () =>
  validation("The provided expression refers to an attribute that does not exist in the item");
const badPath = () => validation("The document path provided in the update expression is invalid for update");

function read(operand: Operand, item: Item): Value {
  switch (operand.kind) {
    case "value":
      return operand.value!;
    case "path": {
      const found = resolve(item, operand.steps);
      if (!found) throw missing();
      return found;
    }
    case "sum": {
      const left = read(operand.left, item);
      const right = read(operand.right, item);
      if (left.N === undefined || right.N === undefined) throw wrongType();
      return { N: operand.sign === "+" ? Num.add(left.N, right.N) : Num.subtract(left.N, right.N) };
    }
    case "call": {
      const [first, second] = operand.args as [Operand, Operand];
      if (operand.name === "if_not_exists")
        return (first.kind === "path" && resolve(item, first.steps)) || read(second, item);
      const left = read(first, item);
      const right = read(second, item);
      if (!left.L || !right.L) throw wrongType();
      return { L: [...left.L, ...right.L] };
    }
  }
}

function added(before: Value | undefined, by: Value): Value {
  if (by.N !== undefined) {
    if (before && before.N === undefined) throw wrongType();
    return { N: Num.add(before?.N ?? "0", by.N) };
  }
  for (const type of ["SS", "NS", "BS"] as const) {
    const members = by[type];
    if (!members) continue;
    if (!before) return by;
    const had = before[type];
    if (!had) throw wrongType();
    return { [type]: [...new Set([...had, ...members])] };
  }
  // Only `AttributeUpdates` may add lists: to their end.
  if (by.L && (!before || before.L)) return before ? { L: [...before.L!, ...by.L] } : by;
  throw wrongType();
}

function deleted(before: Value | undefined, by: Value): Value | undefined {
  if (!before) return undefined;
  for (const type of ["SS", "NS", "BS"] as const) {
    const members = by[type];
    if (!members) continue;
    const had = before[type];
    if (!had) throw wrongType();
    const left = had.filter((each) => !members.includes(each));
    return left.length ? { [type]: left } : undefined;
  }
  throw wrongType();
}

const put = (map: Item, name: string, value: Value) =>
  Object.defineProperty(map, name, { value, enumerable: true, writable: true, configurable: true });

/** Copies the containers on the way to a path's last step, so that the old item stays as it was. */
class Draft {
  readonly item: Item;
  private readonly copied = new WeakSet<object>();

  constructor(item: Item) {
    this.item = { ...item };
  }

  /** The container of the last step, own to this draft. */
  parent(steps: readonly Step[]): { map?: Item; list?: Value[] } {
    let map: Item | undefined = this.item;
    let list: Value[] | undefined;
    for (let i = 0; i < steps.length - 1; i++) {
      const step = steps[i]!;
      const value: Value | undefined =
        typeof step === "number" ? list?.[step] : map && Object.hasOwn(map, step) ? map[step] : undefined;
      if (!value?.M && !value?.L) throw badPath();
      const own = this.own(value);
      if (own !== value) {
        if (typeof step === "number") list![step] = own;
        else put(map!, step, own);
      }
      map = own.M;
      list = own.L;
    }
    if (typeof steps.at(-1) === "number" ? !list : !map) throw badPath();
    return { map, list };
  }

  /** Refuses a path whose containers aren't there. */
  reach(steps: readonly Step[]): void {
    if (steps.length < 2) return;
    const container = resolve(this.item, steps.slice(0, -1));
    if (typeof steps.at(-1) === "number" ? !container?.L : !container?.M) throw badPath();
  }

  private own(value: Value): Value {
    if (this.copied.has(value)) return value;
    const own: Value = value.M ? { M: { ...value.M } } : { L: [...value.L!] };
    this.copied.add(own);
    return own;
  }

  set(steps: readonly Step[], value: Value): void {
    const { map, list } = this.parent(steps);
    const last = steps.at(-1)!;
    if (typeof last === "string") put(map!, last, value);
    else if (last >= list!.length) list!.push(value);
    else list![last] = value;
  }

  remove(steps: readonly Step[]): void {
    const { map, list } = this.parent(steps);
    const last = steps.at(-1)!;
    if (typeof last === "string") delete map![last];
    else if (last < list!.length) list!.splice(last, 1);
  }
}

const lastIndex = (steps: readonly Step[]) => {
  const last = steps.at(-1);
  return typeof last === "number" ? last : -1;
};

/** The value an action leaves at its path; undefined removes it. */
function outcome(action: Action, before: Item): Value | undefined {
  const steps = action.path.steps;
  if (action.kind === "set") return read(action.operand, before);
  if (action.kind === "remove") return undefined;
  const was = resolve(before, steps);
  try {
    return action.kind === "add" ? added(was, action.operand.value!) : deleted(was, action.operand.value!);
  } catch (error) {
    if (!action.legacy || !(error instanceof TableError) || error.message !== wrongType().message)
      throw error;
    throw validation("Type mismatch for attribute to update");
  }
}

const sections = ["set", "remove", "add", "delete"];
/** Sections are worked in this order, whatever theirs in the text: it shows in which fault is named. */
const bySection = (a: Action, b: Action) => sections.indexOf(a.kind) - sections.indexOf(b.kind);

/**
 * The item after a bound update. Every operand is read from the item as it was; indexes past a list's end
 * append in their order, removals of elements do not shift each other.
 */
export function applyUpdate(actions: Update, before: Item): Item {
  const draft = new Draft(before);
  const writes = [...actions].sort(bySection).map((action) => {
    draft.reach(action.path.steps);
    return { steps: action.path.steps, value: outcome(action, before) };
  });
  const sets = writes.filter((write) => write.value).sort((a, b) => lastIndex(a.steps) - lastIndex(b.steps));
  const removals = writes
    .filter((write) => !write.value)
    .sort((a, b) => b.steps.length - a.steps.length || lastIndex(b.steps) - lastIndex(a.steps));
  for (const { steps, value } of sets) draft.set(steps, value!);
  for (const { steps } of removals) draft.remove(steps);
  return draft.item;
}
