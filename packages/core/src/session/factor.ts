/** A confirmed second factor: its encrypted secret, the last time step used, and hashes of unused recovery codes. */
export type SecondFactor = { secret: string; since: string; lastStep: number; recovery: string[] };
