import type { Create, Info, Preview, Variable } from "@rapport/core/template/schema";
import { keepPreviousData, queryOptions, useMutation } from "@tanstack/react-query";
import { api, keys, type Page, recordData } from "../api/index.ts";

export type Template = Info;
export type Source = { subject: string; preheader?: string; html: string; text?: string };

export const templates = recordData<Template, Create>("template", "/templates");

export const variablesQuery = queryOptions({
  queryKey: keys.list("template", { part: "variables" }),
  queryFn: ({ signal }) => api.get<Page<Variable>>("/templates/variables", { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});

/** The mail as this contact would get it, before it is saved. */
export const previewQuery = (source: Source, contactId: string | undefined) =>
  queryOptions({
    queryKey: ["template", "draft", source, contactId] as const,
    queryFn: ({ signal }) =>
      api.post<Preview>("/templates/preview", { ...source, ...(contactId ? { contactId } : {}) }, { signal }),
    enabled: source.subject.trim() !== "" && source.html.trim() !== "",
    retry: false,
    placeholderData: keepPreviousData,
  });

/** A template's words as one contact reads them; `empty` names what it has no value for. */
export type Filled = Pick<Preview, "subject" | "text" | "empty">;

export const useFill = () =>
  useMutation({
    mutationFn: ({ id, contactId }: { id: string; contactId: string }) =>
      api.post<Filled>(`/templates/${id}/preview`, { contactId }),
  });

export const sendTest = (id: string, contactId: string | undefined) =>
  api.post<{ sent: string[] }>(`/templates/${id}/test`, contactId ? { contactId } : {});
