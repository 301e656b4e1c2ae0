import * as Actor from "../kernel/actor.ts";
import { expectSystem, type Owned } from "../kernel/draft.ts";
import { contacts } from "./contact.entity.ts";
import type { Consent, Create } from "./contact.schema.ts";

type Past = Partial<Owned> & {
  consent?: Record<string, Consent> | undefined;
  lastActivityAt?: string | undefined;
};

/** A contact with its past, to be written with many others. */
export function draft({ ownerId: _, ...input }: Create, past: Past) {
  expectSystem(Actor.use());
  const { record, writes } = contacts.draft({
    ...input,
    ...past,
    lifecycle: input.lifecycle ?? "lead",
    source: input.source ?? "import",
    tags: input.tags ?? [],
  });
  return { id: record.id, writes };
}
