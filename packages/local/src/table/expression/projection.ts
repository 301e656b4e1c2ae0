import type { Item, Value } from "../value.ts";
import type { Path, Step } from "./ast.ts";
import { Parser } from "./parser.ts";

class ProjectionParser extends Parser {
  whole(): Path[] {
    const paths: Path[] = [];
    do {
      if (!this.isPathStart()) throw this.syntax();
      paths.push(this.path());
    } while (this.takeSign(","));
    this.expectEnd();
    return paths;
  }
}

export const parseProjection = (text: string): Path[] =>
  new ProjectionParser("ProjectionExpression", text).whole();

/** The wanted parts as a tree: `true` is a whole value. */
type Tree = Map<Step, Tree | true>;

function treeOf(paths: readonly Step[][]): Tree {
  const root: Tree = new Map();
  for (const steps of paths) {
    let at = root;
    steps.forEach((step, i) => {
      const next = at.get(step);
      if (next === true) return;
      if (i === steps.length - 1) at.set(step, true);
      else if (next) at = next;
      else {
        const made: Tree = new Map();
        at.set(step, made);
        at = made;
      }
    });
  }
  return root;
}

function pick(value: Value, tree: Tree | true): Value | undefined {
  if (tree === true) return value;
  if (value.M) {
    const map = pickItem(value.M, tree);
    return Object.keys(map).length ? { M: map } : undefined;
  }
  if (value.L) {
    const list: Value[] = [];
    const wanted = [...tree.keys()].filter((step) => typeof step === "number").sort((a, b) => a - b);
    for (const index of wanted) {
      const found = value.L[index] && pick(value.L[index], tree.get(index)!);
      if (found) list.push(found);
    }
    return list.length ? { L: list } : undefined;
  }
  return undefined;
}

function pickItem(item: Item, tree: Tree): Item {
  const result: Item = {};
  for (const [step, inner] of tree) {
    if (typeof step !== "string" || !Object.hasOwn(item, step)) continue;
    const found = pick(item[step]!, inner);
    if (found)
      Object.defineProperty(result, step, {
        value: found,
        enumerable: true,
        writable: true,
        configurable: true,
      });
  }
  return result;
}

/** A function that keeps only the parts at the given paths; picked list elements close up in order. */
export function projector(paths: readonly Step[][]): (item: Item) => Item {
  const tree = treeOf(paths);
  return (item) => pickItem(item, tree);
}
