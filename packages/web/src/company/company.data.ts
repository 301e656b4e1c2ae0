import type { Create, Info } from "@rapport/core/company/schema";
import { recordData } from "../api/index.ts";

export type Company = Info;
export type NewCompany = Create;

export const companies = recordData<Company, NewCompany>("company", "/companies");
