import * as Context from "../kernel/context.ts";
import * as Compare from "./compare.ts";
import * as Rebuild from "./rebuild.ts";

/** `state` is what an unfinished answer gave. */
export type Input = {
  compare?: boolean | undefined;
  workspaceId?: string | undefined;
  watermark?: string | undefined;
  state?: Rebuild.State | Compare.State | undefined;
};

export type Answer =
  | {
      done: false;
      compare: boolean;
      workspaceId?: string | undefined;
      watermark: string;
      state: NonNullable<Input["state"]>;
    }
  | {
      done: true;
      /** The recount began here: what was changed since may show as a difference that is none. */
      watermark: string;
      differences?: Compare.Difference[];
      counted?: Compare.State["counted"];
      generations?: Record<string, string>;
    };

/**
 * Rebuilds the derived data of one workspace or of all, or compares them with a recount (`compare`), as long as there
 * is time. An unfinished answer is sent back as it is, to go on.
 */
export async function recount(input: Input, timeLeft: () => boolean = () => true): Promise<Answer> {
  const { compare = false, workspaceId, watermark = Context.now().toISOString() } = input;
  if (!compare) {
    let state = (input.state as Rebuild.State | undefined) ?? Rebuild.start();
    for (;;) {
      const next = await Rebuild.slice(state, workspaceId);
      if (!next) return { done: true, watermark, generations: state.generations };
      state = next;
      if (!timeLeft()) return { done: false, compare, workspaceId, watermark, state };
    }
  }
  let state = (input.state as Compare.State | undefined) ?? Compare.start();
  for (;;) {
    const next = await Compare.slice(state, workspaceId);
    state = next.state;
    if (next.done) return { done: true, watermark, differences: state.differences, counted: state.counted };
    if (!timeLeft()) return { done: false, compare, workspaceId, watermark, state };
  }
}
