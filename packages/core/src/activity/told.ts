import { Cancelled, transact, type Write } from "../aws/transaction.ts";
import { thrownAway } from "../aws/trash.ts";
import { type Activity, activities } from "./activity.entity.ts";
import { Fate } from "./activity.schema.ts";
import { rowsOf } from "./party.ts";

const CONDITION = "ConditionalCheckFailed";
const rank = (state: string) => Fate.options.indexOf(state as Fate);

/**
 * What became of a mail that was written here: on the activity and on each of its rows, in one transaction with
 * `others`. What stands later in `Fate` is not taken back; one that was cancelled leaves the timelines. False when one
 * of `others` was refused, or when there was nothing to say.
 */
export async function told(
  id: string,
  fate: Fate,
  { reason, others = [] }: { reason?: string | undefined; others?: Write[] } = {},
): Promise<boolean> {
  const before = await activities.find(id);
  const isNews = (activity: Activity) => activity.mail !== undefined && rank(activity.state) < rank(fate);
  try {
    if (!before || !isNews(before)) {
      if (others.length > 0) await transact(others);
      return others.length > 0;
    }
    const decide = (activity: Activity) => {
      if (!isNews(activity)) return {};
      const { reason: _, ...mail } = activity.mail ?? {};
      const gone = fate === "cancelled" ? thrownAway() : {};
      return { state: fate, mail: { ...mail, ...(reason ? { reason } : {}) }, ...gone };
    };
    await activities.move(id, before.shelf, decide, {
      read: before,
      with: others,
      withBefore: (was, is) => rowsBetween(was, is),
    });
    return true;
  } catch (error) {
    if (!(error instanceof Cancelled) || !error.refused.some(({ code }) => code === CONDITION)) throw error;
    return false;
  }
}

function rowsBetween(was: Activity, is: Activity): Write[] {
  const has = rowsOf(is);
  const left = [...rowsOf(was)].flatMap(([key, [, removal]]) => (has.has(key) || !removal ? [] : [removal]));
  return [...left, ...[...has.values()].flatMap(([put]) => (put ? [put] : []))];
}
