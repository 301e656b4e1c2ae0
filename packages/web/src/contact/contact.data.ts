import type { Create, Info } from "@rapport/core/contact/schema";
import { recordData } from "../api/index.ts";

export type Contact = Info;
export type NewContact = Create;
export type { Lifecycle } from "@rapport/core/contact/schema";

export const contacts = recordData<Contact, NewContact>("contact", "/contacts");
