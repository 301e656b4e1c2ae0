import { bad } from "./fault.ts";

/** A JSON object of a request whose members are read one by one, each held against its type. */
export type Input = Record<string, unknown>;

export function object(value: unknown, name: string): Input {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw bad(`${name} must be an object`);
  return value as Input;
}

/** Refuses members that SES has and this emulator would silently not do. */
export function only(input: Input, name: string, members: readonly string[]): void {
  const other = Object.keys(input).find((member) => !members.includes(member) && input[member] !== null);
  if (other) throw bad(`${name}.${other} is not supported by the local stage`);
}

export function text(input: Input, member: string, longest = 1_048_576): string {
  const value = optional(input, member, longest);
  if (value === undefined) throw bad(`Missing required parameter: ${member}`);
  return value;
}

export function optional(input: Input, member: string, longest = 1_048_576): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw bad(`${member} must be a string`);
  if (value.length > longest) throw bad(`${member} must have length less than or equal to ${longest}`);
  return value;
}

export function list<T>(input: Input, member: string, read: (value: unknown, at: number) => T): T[] {
  const value = input[member];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw bad(`${member} must be a list`);
  return value.map(read);
}

export const texts = (input: Input, member: string): string[] =>
  list(input, member, (value) => {
    if (typeof value !== "string") throw bad(`${member} must hold strings`);
    return value;
  });

export function flag(input: Input, member: string): boolean | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "boolean") throw bad(`${member} must be a boolean`);
  return value;
}

/** A blob of the wire, base64. */
export function bytes(input: Input, member: string): Buffer {
  const value = text(input, member, 80_000_000);
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) throw bad(`${member} must be base64`);
  return Buffer.from(value, "base64");
}
