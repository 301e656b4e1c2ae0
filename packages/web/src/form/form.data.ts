import type { Asked, Create, Info } from "@rapport/core/form/schema";
import { recordData } from "../api/index.ts";

export type Form = Info;
export type Question = Form["questions"][number];
export type { Asked };

export const forms = recordData<Form, Create>("form", "/forms");

/** What a form can ask for, in the order in which people expect it. */
export const asks = [
  "firstName",
  "lastName",
  "email",
  "phone",
  "company",
  "country",
  "message",
] as const satisfies Asked[];
