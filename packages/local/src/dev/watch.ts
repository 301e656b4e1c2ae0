import { type FSWatcher, watch } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type Bundle, type Bundler, buildFunctions, openBundler } from "../../../../infra/build.ts";
import { functions } from "../../../../infra/functions.ts";
import { buildLocal } from "../build/local.ts";
import type { Stage } from "../stage.ts";

const QUIET = 30;

/** Which files each bundle is made of, as paths from the root. */
export type Inputs = Map<string, Set<string>>;

/** Bundles again what a change touches: the API at once, people wait for it; any other function when it is next invoked. */
export class Watcher {
  private readonly root: string;
  private readonly stage: Stage;
  private readonly inputs: Inputs;
  private readonly say: (line: string) => void;
  private readonly watchers: FSWatcher[] = [];
  private readonly changed = new Set<string>();
  private bundler: Bundler | undefined;
  private timer: NodeJS.Timeout | undefined;
  private working = false;

  constructor(root: string, stage: Stage, inputs: Inputs, say: (line: string) => void) {
    this.root = root;
    this.stage = stage;
    this.inputs = inputs;
    this.say = say;
  }

  /** The API is what people wait for: its first build is paid before the first change. */
  warm(): void {
    this.renewApi().catch(() => undefined);
  }

  start(): void {
    for (const folder of ["packages/core/src", "packages/functions/src"]) {
      const full = join(this.root, folder);
      this.watchers.push(
        watch(full, { recursive: true }, (_, name) => {
          if (name) this.note(relative(this.root, resolve(full, name)));
        }),
      );
    }
    this.watchers.push(
      watch(join(this.root, "infra"), { recursive: true }, (_, name) => {
        if (name?.endsWith(".ts")) this.say(`infra/${name} changed: start again to run the new templates`);
      }),
    );
  }

  stop(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers) watcher.close();
    this.bundler?.stop().catch(() => undefined);
  }

  private note(path: string): void {
    if (!/\.(ts|tsx|json)$/.test(path)) return;
    this.changed.add(path);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), QUIET);
  }

  private run(): void {
    if (this.working) return;
    this.working = true;
    this.round()
      .catch((error: unknown) => this.say(error instanceof Error ? error.message : String(error)))
      .finally(() => {
        this.working = false;
        if (this.changed.size > 0) this.run();
      });
  }

  private async round(): Promise<void> {
    const files = [...this.changed];
    this.changed.clear();
    const started = performance.now();
    const names = this.touched(files);
    const since = () => `${Math.round(performance.now() - started)} ms`;
    const rest = names.filter((name) => name !== "api");
    for (const name of rest) this.stage.renewFunction(name, () => this.renewOnUse(name));
    if (names.includes("api")) {
      await this.renewApi();
      this.say(`${files.join(", ")}: api reloaded in ${since()}`);
    }
    if (files.some((file) => file.startsWith("packages/functions/src/demo/"))) await this.renewLocal();
    if (rest.length > 0) this.say(`${rest.join(", ")}: bundled again when next invoked`);
  }

  private touched(files: string[]): string[] {
    return functions
      .filter(({ name, entry }) => {
        const made = this.inputs.get(name);
        // A function that never compiled may do so now.
        if (!made)
          return files.some(
            (file) => file === `packages/functions/src/${entry}` || file.startsWith("packages/core/"),
          );
        return files.some((file) => made.has(file));
      })
      .map(({ name }) => name);
  }

  private async renewApi(): Promise<void> {
    try {
      this.bundler ??= await openBundler("api");
      if (this.bundler) this.load(await this.bundler.bundle());
    } catch (error) {
      this.keep("api", error);
    }
  }

  /** Made afresh: fifteen bundlers that remember all they read would take a gigabyte. */
  private async renewOnUse(name: string): Promise<void> {
    const started = performance.now();
    try {
      const asked = { names: [name], allowMissing: true, maps: false };
      for (const bundle of await buildFunctions(asked)) this.load(bundle);
      this.say(`${name} reloaded in ${Math.round(performance.now() - started)} ms`);
    } catch (error) {
      this.keep(name, error);
    }
  }

  private keep(name: string, error: unknown): void {
    this.say(`${name} keeps its last bundle: ${error instanceof Error ? error.message : String(error)}`);
  }

  private load({ name, inputs, file }: Bundle): void {
    this.inputs.set(name, new Set(inputs));
    this.stage.restartFunction(name, file);
  }

  private async renewLocal(): Promise<void> {
    const { extras } = await buildLocal(this.root, join(this.root, ".build/functions"));
    for (const { name, file } of extras)
      if (this.stage.functions().includes(name)) this.stage.restartFunction(name, file);
  }
}
