import { type Reaction, WORKSPACE } from "./spec.ts";

/** One entry a reaction: the file is packages/functions/src/event/NAME.ts, and it runs as the event's actor. */
export const reactions: readonly Reaction[] = [
  // A form or an import switches the welcome mail on, contact by contact.
  reaction("contact-created.welcome", {
    on: ["contact.created"],
    where: { changed: { welcome: [true] } },
    // Suppressed addresses are known by a keyed hash only.
    grants: ["records.read", "records.write", "secrets"],
  }),
  reaction("deal-won.thank-owner", { on: ["deal.won"] }),
];

/** Silent facts, of imports and migrations, reach no reaction. */
function reaction(name: string, { where, ...rest }: Pick<Reaction, "on"> & Partial<Reaction>): Reaction {
  return {
    name,
    entry: `event/${name}.ts`,
    memory: 256,
    timeout: 30,
    grants: ["records.read", "records.write"],
    keys: WORKSPACE,
    where: { silent: [false], ...where },
    ...rest,
  };
}
