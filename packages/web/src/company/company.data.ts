import type { Create, Info } from "@rapport/core/company/schema";
import type { Totals } from "@rapport/core/report/schema";
import { queryOptions } from "@tanstack/react-query";
import { api, recordData } from "../api/index.ts";

export type Company = Info;
export type NewCompany = Create;

export const companies = recordData<Company, NewCompany>("company", "/companies");

/** How many I see, all of them or one owner's: a sum that is kept. */
export const companyCount = (ownerId: string | undefined) =>
  queryOptions({
    queryKey: ["company", "count", ownerId] as const,
    queryFn: async ({ signal }) =>
      (await api.get<Totals>("/reports/totals", { query: { ownerId }, signal })).companies,
  });
