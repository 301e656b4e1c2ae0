import { once } from "node:events";
import { join, relative } from "node:path";
import { type FSWatcher, watch } from "chokidar";
import { type Bundle, buildFunctions } from "../../../../infra/build.ts";
import { functions } from "../../../../infra/functions.ts";
import { buildLocal } from "../build/local.ts";
import type { Stage } from "../stage.ts";
import { ApiBundler } from "./bundler.ts";

const QUIET = 30;

/** Which files each bundle is made of, as paths from the root. */
export type Inputs = Map<string, Set<string>>;

/**
 * Bundles again what a change touches: the API at once, people wait for it; any other function when it is next invoked.
 * What is invoked meanwhile waits, so that no request runs old code and none competes with the bundling.
 */
export class Watcher {
  private readonly root: string;
  private readonly into: string;
  private readonly stage: Stage;
  private readonly inputs: Inputs;
  private readonly say: (line: string) => void;
  private watcher: FSWatcher | undefined;
  private readonly changed = new Set<string>();
  /** Functions whose last build failed. */
  private readonly broken = new Set<string>();
  private readonly api: ApiBundler;
  private timer: NodeJS.Timeout | undefined;
  private working = false;
  private lastApi = Promise.resolve();
  private lastOther = Promise.resolve();

  /** `into` is the folder that gets the new bundles. */
  constructor(root: string, into: string, stage: Stage, inputs: Inputs, say: (line: string) => void) {
    this.root = root;
    this.into = into;
    this.stage = stage;
    this.inputs = inputs;
    this.say = say;
    this.api = new ApiBundler(into);
  }

  /** The API is what people wait for: its first build is paid before the first change. */
  warm(): Promise<void> {
    return this.renewApi();
  }

  /**
   * Resolves when every change is seen. Node's own recursive watching loses a file once it was replaced, as git and many
   * editors do.
   */
  async start(): Promise<void> {
    const folders = ["packages/core/src", "packages/functions/src", "infra"];
    this.watcher = watch(
      folders.map((folder) => join(this.root, folder)),
      { ignoreInitial: true },
    );
    this.watcher.on("all", (_, path) => this.note(relative(this.root, path)));
    this.watcher.on("error", (error) => this.say(`watching: ${String(error)}`));
    await once(this.watcher, "ready");
  }

  stop(): void {
    clearTimeout(this.timer);
    void this.watcher?.close();
    void this.api.stop();
  }

  private note(path: string): void {
    if (!/\.(ts|tsx|json)$/.test(path)) return;
    if (path.startsWith("infra/")) {
      this.say(`${path} changed: start again to run the new templates`);
      return;
    }
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
      const made = this.renewApi();
      this.stage.renewFunction("api", () => made);
      await made;
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
        // One that did not compile may have missed what is there now.
        return this.broken.has(name) || files.some((file) => made.has(file));
      })
      .map(({ name }) => name);
  }

  /** One after the other: a build that is asked for while another runs would be that one, without the change. */
  private renewApi(): Promise<void> {
    this.lastApi = this.lastApi.then(() => this.bundleApi());
    return this.lastApi;
  }

  private async bundleApi(): Promise<void> {
    try {
      const made = await this.api.bundle();
      if (made) this.load(made);
    } catch (error) {
      this.keep("api", error);
    }
  }

  /** One at a time, after the API: each takes all cores. */
  private renewOnUse(name: string): Promise<void> {
    this.lastOther = this.lastOther.then(() => this.lastApi).then(() => this.bundleOther(name));
    return this.lastOther;
  }

  /** Made afresh: fifteen bundlers that remember all they read would take a gigabyte. */
  private async bundleOther(name: string): Promise<void> {
    const started = performance.now();
    try {
      const asked = { names: [name], allowMissing: true, into: this.into, maps: false };
      for (const bundle of await buildFunctions(asked)) this.load(bundle);
      this.say(`${name} reloaded in ${Math.round(performance.now() - started)} ms`);
    } catch (error) {
      this.keep(name, error);
    }
  }

  private keep(name: string, error: unknown): void {
    this.broken.add(name);
    this.say(`${name} keeps its last bundle: ${error instanceof Error ? error.message : String(error)}`);
  }

  private load({ name, inputs, file }: Bundle): void {
    this.broken.delete(name);
    this.inputs.set(name, new Set(inputs));
    this.stage.restartFunction(name, file);
  }

  private async renewLocal(): Promise<void> {
    const { extras } = await buildLocal(this.root, this.into);
    for (const { name, file } of extras)
      if (this.stage.functions().includes(name)) this.stage.restartFunction(name, file);
  }
}
