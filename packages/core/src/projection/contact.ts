import type { Contact } from "../contact/contact.entity.ts";
import { type Contribution, dayOf } from "./measure.ts";

/** Contacts by day and source, and how many stand at each step of the funnel. */
export function contact({ createdAt, source, lifecycle }: Contact): Contribution[] {
  return [
    { measure: "contact", bucket: dayOf(createdAt), add: { [source ?? "manual"]: 1 } },
    { measure: "funnel", add: { [lifecycle ?? "lead"]: 1 } },
  ];
}
