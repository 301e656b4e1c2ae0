import { type TableError, validation } from "../error.ts";
import type { Literal, Path, Source, Step } from "./ast.ts";
import { type Token, tokenize } from "./lexer.ts";
import { isReserved } from "./reserved.ts";

const maxSize = 4096;
/** AWS: "The maximum number of operators or functions in an expression is 300." */
const maxOperators = 300;
const maxNesting = 300;
const maxPathDepth = 32;
const keywords = new Set(["AND", "OR", "NOT", "BETWEEN", "IN", "SET", "REMOVE", "ADD", "DELETE"]);

/** Faults of a text that parses, in the order in which AWS names them; a syntax error comes before all. */
const faults = ["parentheses", "function", "use", "reserved", "section"] as const;
export type Fault = (typeof faults)[number];

/** What the grammars of all five expressions share: a place in the tokens, paths, values, refusals. */
export class Parser {
  readonly source: Source;
  readonly text: string;
  readonly tokens: Token[];
  position = 0;
  operators = 0;
  nesting = 0;
  private readonly found = new Map<Fault, TableError>();

  constructor(source: Source, text: string) {
    this.source = source;
    this.text = text;
    if (text === "") throw this.refuse("The expression can not be empty;");
    const size = Buffer.byteLength(text);
    if (size > maxSize) {
      const told = source === "UpdateExpression" ? "" : ` expression size: ${size}`;
      throw this.refuse(`Expression size has exceeded the maximum allowed size;${told}`);
    }
    this.tokens = tokenize(text);
  }

  refuse(problem: string) {
    return validation(`Invalid ${this.source}: ${problem}`);
  }

  /** Keeps the first fault of a kind until the whole text is read. */
  note(fault: Fault, problem: string): void {
    if (!this.found.has(fault)) this.found.set(fault, this.refuse(problem));
  }

  peek(ahead = 0): Token {
    return this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)]!;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== "end") this.position++;
    return token;
  }

  /** AWS shows the offending token and its neighbours. */
  syntax(token: Token = this.peek()) {
    const at = this.tokens.indexOf(token);
    const before = this.tokens[at - 1] ?? token;
    const after = this.tokens[at + 1] ?? token;
    const near = this.text.slice(at > 0 ? before.start : 0, after.end);
    return this.refuse(`Syntax error; token: "${token.text}", near: "${near}"`);
  }

  isSign(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "sign" && token.text === text;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === "word" && token.text.toUpperCase() === word;
  }

  takeSign(text: string): boolean {
    if (!this.isSign(text)) return false;
    this.position++;
    return true;
  }

  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.position++;
    return true;
  }

  expectSign(text: string): void {
    if (!this.takeSign(text)) throw this.syntax();
  }

  expectEnd(): void {
    if (this.peek().kind !== "end") throw this.syntax();
    for (const fault of faults) {
      const error = this.found.get(fault);
      if (error) throw error;
    }
  }

  countOperator(): void {
    this.operators++;
    if (this.operators > maxOperators)
      throw this.refuse(`The expression contains too many operators; operator count: ${this.operators}`);
  }

  nested<T>(parse: () => T): T {
    if (++this.nesting > maxNesting)
      throw this.refuse("The expression has exceeded the maximum allowed nesting depth;");
    const result = parse();
    this.nesting--;
    return result;
  }

  isPathStart(): boolean {
    const token = this.peek();
    if (token.kind === "name") return true;
    return token.kind === "word" && !keywords.has(token.text.toUpperCase());
  }

  path(): Path {
    const steps: Step[] = [this.step()];
    for (;;) {
      if (this.takeSign(".")) steps.push(this.step());
      else if (this.isSign("[")) {
        this.position++;
        const index = this.next();
        if (index.kind !== "number") throw this.syntax(index);
        this.expectSign("]");
        if (Number(index.text) > 2147483647)
          throw this.refuse(`List index is not within the allowable range; index: [${index.text}]`);
        steps.push(Number(index.text));
      } else break;
    }
    if (steps.length > maxPathDepth) throw this.refuse("The document path has too many nesting elements;");
    return { kind: "path", steps };
  }

  private step(): Step {
    const token = this.next();
    if (token.kind === "name") return token.text;
    if (token.kind !== "word" || keywords.has(token.text.toUpperCase())) throw this.syntax(token);
    if (isReserved(token.text))
      this.note("reserved", `Attribute name is a reserved keyword; reserved keyword: ${token.text}`);
    return token.text;
  }

  literal(): Literal {
    const token = this.next();
    if (token.kind !== "value") throw this.syntax(token);
    return { kind: "value", name: token.text };
  }
}
