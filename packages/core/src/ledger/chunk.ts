/**
 * A campaign's ledger is chunks of recipients: who, and in what state each of them is. The states of all chunks always
 * add up to the audience. Pure: what may follow what is decided here.
 */
export const letters = {
  queued: "q",
  claimed: "c",
  sent: "s",
  failed: "f",
  suppressed: "p",
  skipped: "k",
  unknown: "u",
} as const;
export type State = keyof typeof letters;
export const states = Object.keys(letters) as State[];
const byLetter = Object.fromEntries(states.map((state) => [letters[state], state])) as Record<string, State>;

export type Chunk = {
  workspaceId: string;
  campaignId: string;
  number: number;
  /** Contact ids. */
  recipients: string[];
  /** One letter a recipient, in the same order. */
  states: string;
  /** Why, by place, where it wasn't sent. */
  reasons?: Record<string, string>;
  /** When the chunk was first claimed: the time of its recipients' timeline rows, never changed after. */
  at?: string;
  /** When it was claimed last: a claim this old has lost its holder. */
  claimedAt?: string;
  /** Whose claim that was: known to its holder alone, who finds it here when the answer to the claim was lost. */
  claim?: string;
  _v: number;
};

export type Mark = { state: State; reason?: string | undefined };
/** By place in the chunk. */
export type Marks = ReadonlyMap<number, Mark>;
export type Tally = Record<State, number>;

/** What may follow. An outcome that is known is never sent again: only `claimed` goes back to `queued`. */
const next: Record<State, readonly State[]> = {
  queued: ["claimed", "failed", "suppressed", "skipped"],
  claimed: ["queued", "sent", "failed", "unknown"],
  unknown: ["sent", "failed"],
  // SES took it and refused it after a look into it.
  sent: ["failed"],
  failed: [],
  suppressed: [],
  skipped: [],
};

export const empty = (): Tally => ({
  queued: 0,
  claimed: 0,
  sent: 0,
  failed: 0,
  suppressed: 0,
  skipped: 0,
  unknown: 0,
});

export function stateAt(chunk: Pick<Chunk, "states">, place: number): State {
  const state = byLetter[chunk.states[place] ?? ""];
  if (!state) throw new Error(`The chunk has no recipient ${place}.`);
  return state;
}

export function placesIn(chunk: Pick<Chunk, "states">, state: State): number[] {
  return [...chunk.states].flatMap((letter, place) => (letter === letters[state] ? [place] : []));
}

export function tallyOf(chunks: Iterable<Pick<Chunk, "states">>): Tally {
  const tally = empty();
  for (const { states } of chunks) for (const letter of states) tally[byLetter[letter] as State]++;
  return tally;
}

export const sum = (tally: Tally) => states.reduce((total, state) => total + tally[state], 0);

/** The chunk after the marks that are possible, and by how much each state grew; undefined where nothing changes. */
export function marked(
  chunk: Chunk,
  marks: Marks,
): { states: string; reasons: Record<string, string>; grew: Tally } | undefined {
  const list = [...chunk.states];
  const reasons = { ...chunk.reasons };
  const grew = empty();
  for (const [place, { state, reason }] of marks) {
    const from = stateAt(chunk, place);
    if (!next[from].includes(state)) continue;
    list[place] = letters[state];
    grew[from]--;
    grew[state]++;
    if (reason) reasons[place] = reason.slice(0, 120);
    else delete reasons[place];
  }
  const after = list.join("");
  return after === chunk.states ? undefined : { states: after, reasons, grew };
}

/** How a campaign ends, by its ledger alone. Undefined while anybody waits. */
export function finalState(tally: Tally): "finished" | "finished-with-errors" | undefined {
  if (tally.queued + tally.claimed > 0) return undefined;
  return tally.failed + tally.unknown > 0 ? "finished-with-errors" : "finished";
}
