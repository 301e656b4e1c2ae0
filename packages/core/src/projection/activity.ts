import type { Activity } from "../activity/activity.entity.ts";
import { type Contribution, dayOf } from "./measure.ts";

/** Activities by day, kind and owner; `task:completed` and the like beside `task`. */
export function activity({ at, kind, state, ownerId }: Activity): Contribution[] {
  return [
    {
      measure: "activity",
      bucket: dayOf(at),
      dimension: ownerId ?? "-",
      add: { [kind]: 1, [`${kind}:${state}`]: 1 },
    },
  ];
}
