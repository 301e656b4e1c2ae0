import type { Properties, Value } from "./assembly.ts";
import { ignoredEdge, ignoredEverywhere, ignoredProperties } from "./ignored.ts";
import { Unsupported } from "./unsupported.ts";

/**
 * Reads evaluated properties and remembers which it read: `done()` refuses the rest,
 * so a property that nobody emulates can't be passed over in silence.
 */
export class Reader {
  private readonly properties: Properties;
  private readonly label: string;
  private readonly where: string;
  private readonly read = new Set<string>();
  private readonly inner: Reader[] = [];

  constructor(properties: Properties, label: string, where: string) {
    this.properties = properties;
    this.label = label;
    this.where = where;
  }

  has(key: string): boolean {
    return this.properties[key] !== undefined;
  }

  raw(key: string): Value | undefined {
    this.read.add(key);
    return this.properties[key];
  }

  text(key: string): string {
    const value = this.maybeText(key);
    if (value === undefined) throw this.wrong(key, "text");
    return value;
  }

  maybeText(key: string): string | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    if (typeof value === "string") return value;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    throw this.wrong(key, "text");
  }

  number(key: string): number | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (Number.isNaN(number)) throw this.wrong(key, "a number");
    return number;
  }

  flag(key: string): boolean | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    return value === true || value === "true";
  }

  list(key: string): Value[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    if (!Array.isArray(value)) throw this.wrong(key, "a list");
    return value;
  }

  texts(key: string): string[] {
    return this.list(key).map(String);
  }

  /** An inner object; `done()` on the outer reader covers it too. `label` names it in the ignored list. */
  object(key: string, label = `${this.label}.${key}`): Reader | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    return this.into(value, label, `${this.where}.${key}`);
  }

  objects(key: string, label = `${this.label}.${key}`): Reader[] {
    return this.list(key).map((value, index) => this.into(value, label, `${this.where}.${key}[${index}]`));
  }

  /** Only this value is emulated. */
  only(key: string, ...allowed: (string | number | boolean)[]): void {
    const value = this.raw(key);
    if (value !== undefined && !allowed.some((one) => String(one) === String(value)))
      throw new Unsupported(`${this.label}.${key} = ${JSON.stringify(value)}`, this.where);
  }

  done(): void {
    for (const key of Object.keys(this.properties)) {
      if (this.read.has(key)) continue;
      const name = `${this.label}.${key}`;
      if (name in ignoredProperties || name in ignoredEdge || key in ignoredEverywhere) continue;
      throw new Unsupported(`the property ${name}`, this.where);
    }
    for (const reader of this.inner) reader.done();
  }

  private into(value: Value, label: string, where: string): Reader {
    if (value === null || typeof value !== "object" || Array.isArray(value))
      throw new Error(`Expected an object at ${where}`);
    const reader = new Reader(value, label, where);
    this.inner.push(reader);
    return reader;
  }

  private wrong(key: string, expected: string): Error {
    return new Error(`Expected ${expected} in ${this.label}.${key} at ${this.where}`);
  }
}
