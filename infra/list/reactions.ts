import { type Reaction, WORKSPACE } from "./spec.ts";

/** One entry a reaction: the file is packages/functions/src/event/NAME.ts, and it runs as the event's actor. */
export const reactions: readonly Reaction[] = [
  reaction("contact-created.welcome", { on: ["contact.created"] }),
  reaction("deal-won.thank-owner", { on: ["deal.won"] }),
];

function reaction(name: string, rest: Pick<Reaction, "on"> & Partial<Reaction>): Reaction {
  return {
    name,
    entry: `event/${name}.ts`,
    memory: 256,
    timeout: 30,
    grants: ["records.read", "records.write"],
    keys: WORKSPACE,
    ...rest,
  };
}
