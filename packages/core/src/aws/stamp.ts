import * as Context from "../kernel/context.ts";

/**
 * What every item of Records carries: version, actor, time, cause, depth, silence and schema version.
 * `relay` derives events and History from the stream's images, so the image must say who did it and why.
 */
export type Stamp = {
  _v: number;
  _by: string;
  _at: string;
  _cause: string;
  _depth: number;
  _silent: boolean;
  _schema: number;
};

export const stampAttributes = ["_v", "_by", "_at", "_cause", "_depth", "_silent", "_schema"] as const;

/** The stamp of a write made now, without the version, which the write itself raises. */
export function stamp(): Omit<Stamp, "_v"> {
  const { actor, cause, depth, silent } = Context.use();
  return {
    _by: actor.id,
    _at: Context.now().toISOString(),
    _cause: cause,
    _depth: depth,
    _silent: silent,
    _schema: 1,
  };
}
