import type { Info, Options, PreviewRow, Run, State, Target } from "@rapport/core/import/schema";
import { keepPreviousData, queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";

export type Import = Info;
export type ImportOptions = Options;
export type ImportRun = Run;
export type ImportState = State;
export type Row = PreviewRow;
export type { DateOrder } from "@rapport/core/import/schema";
export type { Target };

export const imports = recordData<Import, { fileName: string; size: number }>("import", "/imports");

const moving: readonly ImportState[] = ["checking", "running", "undoing"];
export const isMoving = (state: ImportState) => moving.includes(state);

/** An import; asked for each second while something happens with it. */
export const importQuery = (id: string) =>
  queryOptions({
    ...imports.record(id),
    refetchInterval: (query) => {
      const state = (query.state.data as Import | undefined)?.state;
      return state && isMoving(state) ? 1_000 : false;
    },
  });

/** The first rows as they would come in with these options. */
export const previewQuery = (file: Import) =>
  queryOptions({
    queryKey: keys.part("import", file.id, "preview", file.options),
    queryFn: ({ signal }) => api.get<Page<Row>>(`/imports/${file.id}/preview`, { signal }),
    placeholderData: keepPreviousData,
    enabled: !!file.columns,
  });

/** Announces a file and gets the address that takes it. */
export const announce = (file: File) =>
  api.create<Import & { upload: string }>("/imports", { fileName: file.name, size: file.size });

export const inspect = (id: string) => api.post<Import>(`/imports/${id}/inspect`);

/** Changes of one import go one after the other, so that the last one typed is the one that stays. */
export function useOptions(id: string) {
  const client = useQueryClient();
  const { queryKey } = imports.record(id);
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: (options: Partial<ImportOptions>) => api.patch<Import>(`/imports/${id}`, options),
    onMutate: async (options) => {
      await client.cancelQueries({ queryKey, exact: true });
      client.setQueryData(queryKey, (file) => file && withOptions(file, options));
    },
    onSuccess: (file) => {
      if (client.isMutating({ predicate: (one) => one.options.scope?.id === `import-${id}` }) <= 1)
        client.setQueryData(queryKey, file);
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

function withOptions(file: Import, options: Partial<ImportOptions>): Import {
  return { ...file, options: { ...file.options, ...options }, updatedAt: new Date().toISOString() };
}

type Act = "start" | "cancel" | "resume" | "undo" | "inspect";

export function useAct(id: string) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: `import-${id}` },
    mutationFn: ({ act, body }: { act: Act; body?: object }) =>
      api.post<Import>(`/imports/${id}/${act}`, body),
    onSuccess: (file) => {
      client.setQueryData(imports.record(id).queryKey, file);
      void client.invalidateQueries({ queryKey: ["import", "list"] });
    },
  });
}

export const problemFile = (id: string) =>
  api.get<{ url: string; fileName: string }>(`/imports/${id}/problems`);
