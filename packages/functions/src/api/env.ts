import type { Actor } from "@rapport/core/kernel/actor";

/** What the middleware leaves for the routes. */
export type Env = {
  Variables: {
    requestId: string;
    /** Set for routes behind sign-in. */
    actor: Actor;
    /** The session or API key that was used, by its stored hash. */
    credential?: { kind: "session" | "key"; hash: string };
  };
};
