import { newId } from "../../packages/core/src/kernel/id.ts";
import { aMember, as, type Request } from "../core.ts";
import { batches, type Stand, startStand } from "../projection/stand.ts";

/** What an operation asked of the tables: requests, and units with those of the indexes. */
export type Cost = { requests: string[]; read: number; write: number; indexWrite: number };

const sum = (list: readonly number[]) => list.reduce((total, one) => total + one, 0);

export function costOf(requests: readonly Request[]): Cost {
  const indexes = requests.flatMap((one) => Object.values(one.indexes));
  const indexWrite = sum(indexes.map(({ write }) => write));
  return {
    requests: requests.map(({ operation }) => operation),
    read: sum(requests.map(({ read }) => read)) + sum(indexes.map(({ read }) => read)),
    write: sum(requests.map(({ write }) => write)) + indexWrite,
    indexWrite,
  };
}

/** Core on tables of its own with so many contacts, imported and projected as the product does it. */
export async function aWorkspace() {
  const stand = await startStand();
  const core = {
    Contact: await import("../../packages/core/src/contact/index.ts"),
    Activity: await import("../../packages/core/src/activity/index.ts"),
    Timeline: await import("../../packages/core/src/timeline/index.ts"),
    Report: await import("../../packages/core/src/report/index.ts"),
    Search: await import("../../packages/core/src/search/index.ts"),
    Apply: await import("../../packages/core/src/import/apply.ts"),
    Projection: await import("../../packages/core/src/projection/index.ts"),
  };

  const { id: memberId } = await aMember({ role: "owner" });
  const asOwner = <T>(run: () => Promise<T>): Promise<T> => as("owner", run, { memberId });

  async function project(): Promise<number> {
    const records = await stand.records();
    for (const batch of batches(records)) await core.Projection.project(batch);
    return records.length;
  }

  /** What the run costs; its answer is not looked at. */
  async function cost(run: () => Promise<unknown>): Promise<Cost> {
    stand.forget();
    await asOwner(run);
    return costOf(stand.requests);
  }

  let made = 0;
  async function grow(to: number): Promise<void> {
    const { Apply } = core;
    while (made < to) {
      const wave = Array.from({ length: Math.min(40, to - made) }, (_, n) => person(made + n));
      await as(
        "system",
        () => Promise.all(wave.map((row) => Apply.bringIn(row as never, newId("contact"), {}))),
        { silent: true },
      );
      made += wave.length;
      if (made % 2_000 === 0) await project();
    }
    await project();
  }
  return { ...core, stand, asOwner, project, cost, grow, stop: () => stand.stop() };
}

export type Workspace = Awaited<ReturnType<typeof aWorkspace>>;
export type { Stand };

const pick = <T>(list: readonly T[], at: number) => list[at % list.length] as T;

/** A row as wide as those of a real file. */
export function person(at: number) {
  return {
    line: at,
    warnings: [],
    contact: {
      firstName: pick(["Heather", "Kristina", "Maya", "Omar", "Lale"], at),
      lastName: `Callahan${at}`,
      email: `p${at}@mail${at % 90}.example`,
      phone: `+4366412${10_000 + (at % 90_000)}`,
      address: { city: pick(["Wien", "Baku", "Oslo"], at), country: pick(["AT", "AZ", "NO"], at) },
      website: `https://shop${at}.example/`,
      tags: ["customers"],
      externalId: `C${at}`,
    },
  };
}
