import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a running stage tells other commands: where it is. */
export type Running = { pid: number; url: string; awsUrl: string };

/** The ignored folder of a stage's state, one process at a time. */
export class StageFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** The stage that runs on this folder now, if one does. */
  running(): Running | undefined {
    const file = this.file();
    if (!existsSync(file)) return undefined;
    const running = JSON.parse(readFileSync(file, "utf8")) as Running;
    return alive(running.pid) ? running : undefined;
  }

  /** @throws Error when another process has it. */
  take(fresh: boolean): void {
    const other = this.running();
    if (other && other.pid !== process.pid)
      throw new Error(
        `A stage runs on ${this.path} already (${other.url}, process ${other.pid}). Stop it first.`,
      );
    if (fresh) rmSync(this.path, { recursive: true, force: true });
    mkdirSync(this.path, { recursive: true });
    this.announce({ pid: process.pid, url: "", awsUrl: "" });
  }

  announce(running: Running): void {
    writeFileSync(this.file(), JSON.stringify(running));
  }

  release(): void {
    rmSync(this.file(), { force: true });
  }

  has(mark: string): boolean {
    return existsSync(join(this.path, mark));
  }

  mark(mark: string): void {
    writeFileSync(join(this.path, mark), new Date().toISOString());
  }

  private file(): string {
    return join(this.path, "running.json");
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
