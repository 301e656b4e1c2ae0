import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { asProblem, keys, type Problem } from "../api/index.ts";
import { announce, inspect } from "./import.data.ts";
import { upload } from "./upload.ts";

export type Uploading =
  | { step: "none" }
  | { step: "sending"; name: string; sent: number; size: number }
  | { step: "reading"; name: string; size: number }
  | { step: "failed"; name: string; size: number; problem: Problem };

/** From a chosen file to an import whose columns are read: announced, sent, inspected. */
export function useUpload(onRead: (id: string) => void) {
  const client = useQueryClient();
  const [state, setState] = useState<Uploading>({ step: "none" });
  const stop = useRef<AbortController>(undefined);
  useEffect(() => () => stop.current?.abort(), []);

  async function take(file: File): Promise<void> {
    stop.current?.abort();
    const control = new AbortController();
    stop.current = control;
    const { name, size } = file;
    setState({ step: "sending", name, size, sent: 0 });
    try {
      const { id, upload: url } = await announce(file);
      await upload(url, file, {
        signal: control.signal,
        onProgress: (sent) => setState({ step: "sending", name, size, sent }),
      });
      if (control.signal.aborted) return;
      setState({ step: "reading", name, size });
      const read = await inspect(id);
      client.setQueryData(keys.record("import", id), read);
      if (!control.signal.aborted) onRead(id);
    } catch (error) {
      if (!control.signal.aborted) setState({ step: "failed", name, size, problem: asProblem(error) });
    } finally {
      void client.invalidateQueries({ queryKey: ["import", "list"] });
    }
  }
  function leave(): void {
    stop.current?.abort();
    setState({ step: "none" });
  }
  return { state, take, leave };
}
