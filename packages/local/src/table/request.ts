import { itemRequests } from "./request/item.ts";
import { tableRequests } from "./request/table.ts";
import type { Shape } from "./shape.ts";

/** The shape of every operation's input: what AWS checks before it looks at anything else. */
export const requests: Record<string, Shape> = { ...itemRequests, ...tableRequests };
