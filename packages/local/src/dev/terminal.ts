import { createWriteStream, type WriteStream } from "node:fs";

const GREY = "\u001b[90m";
const RED = "\u001b[31m";
const OFF = "\u001b[0m";
const colors = process.stdout.isTTY === true;
const paint = (color: string, text: string): string => (colors ? `${color}${text}${OFF}` : text);

// Lines of a stack trace that say where; the rest is in the log.
const TRACE = 4;

/** Prints what functions say. REPORT lines and whole stack traces go to the log file; `verbose` prints them, too. */
export class Terminal {
  private readonly verbose: boolean;
  private readonly last = new Map<string, { error: string; times: number; lines: number }>();
  private log: WriteStream | undefined;

  constructor(verbose: boolean) {
    this.verbose = verbose;
  }

  logTo(file: string): void {
    this.log = createWriteStream(file, { flags: "a" });
  }

  say = (line: string): void => {
    this.log?.write(`${line}\n`);
    console.log(line);
  };

  print = (name: string, line: string): void => {
    this.log?.write(`${new Date().toISOString()} ${name} ${line}\n`);
    if (this.verbose || this.shows(name, line))
      console.log(`${paint(GREY, `[${name}]`)} ${line.startsWith("ERROR") ? paint(RED, line) : line}`);
  };

  report = (error: unknown): void => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.log?.write(`${text}\n`);
    console.error(paint(RED, text));
  };

  private shows(name: string, line: string): boolean {
    if (line.startsWith("REPORT")) return false;
    const last = this.last.get(name);
    if (line.startsWith("ERROR")) {
      const again = last?.error === line;
      this.last.set(name, { error: line, times: again ? last.times + 1 : 1, lines: 0 });
      return !again;
    }
    if (!last || !line.startsWith("    at ")) return true;
    last.lines++;
    return last.times === 1 && last.lines <= TRACE;
  }
}
