import { useState } from "react";
import { useMe } from "../api/index.ts";
import { type Next, NextLine, NextMissing, NextPlace } from "./NextLine.tsx";
import { PlanNext } from "./PlanNext.tsx";

type Props = {
  next: Next | undefined;
  /** What comes next is being read. */
  isLoading?: boolean;
  /** Records on whose timelines a planned one stands. */
  about: string[];
  /** Without one the record wants attention, and finishing one asks for the next. */
  isNeeded?: boolean;
  refresh: () => Promise<unknown>;
};

/** What comes next with a record: the activity and the button that says it is done, or a line to plan one. */
export function NextStep({ next, about, isLoading = false, isNeeded = false, refresh }: Props) {
  const me = useMe();
  const [finishedCount, setFinishedCount] = useState(0);
  if (isLoading) return <NextPlace />;
  if (!next && !me.may("activity:write")) return <NextMissing isNeeded={isNeeded} />;
  if (!next) {
    const ask = isNeeded && finishedCount > 0;
    return <PlanNext key={finishedCount} about={about} isNeeded={isNeeded} ask={ask} onPlanned={refresh} />;
  }
  const finished = () => {
    setFinishedCount(finishedCount + 1);
    void refresh();
  };
  return <NextLine next={next} onDone={finished} />;
}
