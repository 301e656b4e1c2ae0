/** One request's expressions on their way to text: names and values that were used, operators that were met. */
export class Writing {
  readonly names: Record<string, string> = {};
  readonly values: Record<string, unknown> = {};
  readonly operators = new Set<string>();
  private readonly always: boolean;

  /** `always` puts a placeholder for every name, else only for those that can't stand by themselves. */
  constructor(always: boolean) {
    this.always = always;
  }

  name(attribute: string): string {
    if (!this.always && attribute !== "size" && attribute !== "x.y") return attribute;
    const placeholder = `#${attribute.replace(".", "_")}`;
    this.names[placeholder] = attribute;
    return placeholder;
  }

  path(steps: (string | number)[]): string {
    if (steps.length > 1) this.met("nested path");
    return steps
      .map((step, i) => (typeof step === "number" ? `[${step}]` : `${i ? "." : ""}${this.name(step)}`))
      .join("");
  }

  value(value: unknown): string {
    const placeholder = `:v${Object.keys(this.values).length}`;
    this.values[placeholder] = value;
    return placeholder;
  }

  met(operator: string): void {
    this.operators.add(operator);
  }

  /** The parameters that go with the expressions. */
  parameters(): Record<string, unknown> {
    return {
      ...(Object.keys(this.names).length ? { ExpressionAttributeNames: this.names } : {}),
      ...(Object.keys(this.values).length ? { ExpressionAttributeValues: this.values } : {}),
    };
  }
}

/** Something that can be written down. */
export type Piece = (writing: Writing) => string;
