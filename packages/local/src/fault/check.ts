/** What a fault file says where it isn't one. */
export class Malformed extends Error {
  constructor(where: string, what: string) {
    super(`${where}: ${what}`);
    this.name = "Malformed";
  }
}

/** Reads a value at a place, or throws `Malformed`. */
export type Check<T> = (value: unknown, where: string) => T;

export function number(least: number, most: number): Check<number> {
  return (value, where) => {
    if (typeof value === "number" && value >= least && value <= most) return value;
    throw new Malformed(where, `expected a number from ${least} to ${most}, not ${JSON.stringify(value)}`);
  };
}

export const rate = number(0, 1);

export const count: Check<number> = (value, where) => {
  if (Number.isInteger(value) && (value as number) >= 1) return value as number;
  throw new Malformed(where, `expected a whole number from 1 on, not ${JSON.stringify(value)}`);
};

export const text: Check<string> = (value, where) => {
  if (typeof value === "string" && value !== "") return value;
  throw new Malformed(where, `expected text, not ${JSON.stringify(value)}`);
};

export const flag: Check<boolean> = (value, where) => {
  if (typeof value === "boolean") return value;
  throw new Malformed(where, `expected true or false, not ${JSON.stringify(value)}`);
};

/** An instant with its zone: `2026-03-29T00:59:50Z`. */
export const instant: Check<string> = (value, where) => {
  if (typeof value === "string" && /T.*(Z|[+-]\d\d:?\d\d)$/.test(value) && !Number.isNaN(Date.parse(value)))
    return value;
  throw new Malformed(where, `expected a time such as 2026-03-29T00:59:50Z, not ${JSON.stringify(value)}`);
};

export function oneOf<const T extends string>(...allowed: readonly T[]): Check<T> {
  return (value, where) => {
    const found = allowed.find((one) => one === value);
    if (found !== undefined) return found;
    throw new Malformed(where, `expected one of ${allowed.join(", ")}, not ${JSON.stringify(value)}`);
  };
}

export function list<T>(check: Check<T>): Check<T[]> {
  return (value, where) => {
    if (!Array.isArray(value)) throw new Malformed(where, "expected a list");
    return value.map((one, index) => check(one, `${where}[${index}]`));
  };
}

type Shape = Record<string, Check<unknown>>;
type Of<S extends Shape> = { -readonly [K in keyof S]?: S[K] extends Check<infer T> ? T : never };

/** An object with these members, each of which may be missing; any other is refused by name. */
export function shape<S extends Shape>(members: S): Check<Of<S>> {
  return (value, where) => {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new Malformed(where, "expected an object");
    const out: Record<string, unknown> = {};
    for (const [name, one] of Object.entries(value)) {
      const check = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!check)
        throw new Malformed(where, `unknown field ${name}; there are ${Object.keys(members).join(", ")}`);
      out[name] = check(one, where === "" ? name : `${where}.${name}`);
    }
    return out as Of<S>;
  };
}
