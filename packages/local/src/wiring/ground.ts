import { randomBytes } from "node:crypto";
import { Keyring } from "../call/credentials.ts";
import { Calls } from "../call/index.ts";
import { Activity } from "../clock/activity.ts";
import { Clock, type Mode } from "../clock/index.ts";
import type { Faulting } from "../fault/index.ts";
import { State } from "../state/index.ts";

const KEPT = 5_000;

export type Line = { name: string; line: string };

/** What every part of a stage stands on: state, time, keys, and what happened so far. */
export class Ground {
  readonly state: State;
  readonly activity = new Activity();
  readonly clock: Clock;
  readonly keyring: Keyring;
  readonly calls: Calls;
  /** What goes wrong on purpose. */
  faulting: Faulting | undefined;
  /** The last lines that functions wrote, REPORT lines included. */
  readonly logs: Line[] = [];
  /** Faults of the stage itself, and batches that were given up. */
  readonly faults: unknown[] = [];
  private readonly hear: ((name: string, line: string) => void) | undefined;
  private readonly heed: ((error: unknown) => void) | undefined;

  constructor(given: {
    dir: string | undefined;
    mode: Mode;
    settled: () => Promise<void>;
    print: ((name: string, line: string) => void) | undefined;
    report: ((error: unknown) => void) | undefined;
  }) {
    this.state = new State(given.dir);
    this.clock = new Clock(given.mode, given.settled);
    this.keyring = new Keyring(this.state.once("secret", () => randomBytes(32).toString("hex")));
    this.calls = new Calls(() => this.clock.now());
    this.hear = given.print;
    this.heed = given.report;
  }

  print = (name: string, line: string): void => {
    this.logs.push({ name, line });
    if (this.logs.length > KEPT) this.logs.splice(0, KEPT / 10);
    this.hear?.(name, line);
  };

  report = (error: unknown): void => {
    this.faults.push(error);
    this.heed?.(error);
  };
}
