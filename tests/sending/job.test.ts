import * as Job from "@rapport/core/aws/job";
import { update } from "@rapport/core/aws/statement";
import { Unprocessable } from "@rapport/core/kernel/error";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { as, type Core, startCore, workspace } from "../core.ts";
import { type Queues, startQueues } from "./queues.ts";

let core: Core;
let queues: Queues;

beforeAll(async () => {
  core = await startCore();
  queues = await startQueues();
});
afterAll(async () => {
  await queues.stop();
  await core.stop();
});
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2025-03-01T08:00:00Z") });
  queues.take("audience");
  vi.spyOn(console, "error").mockImplementation(() => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Input = { upTo: number };
const aJob = (upTo = 6) =>
  as("marketer", () =>
    Job.start<Input>({ kind: "count", queue: "AUDIENCE_QUEUE_URL", input: { upTo }, total: upTo }),
  );
const take = () => queues.take("audience").map((message) => message.body as Job.Message);

/** Counts two a slice, each number into an item of its own. */
const counting: Job.Slice<Input, number> = async (job) => {
  const from = job.cursor ?? 0;
  const to = Math.min(from + 2, job.input.upTo);
  return { cursor: to, done: to - from, counts: { counted: to - from }, finished: to === job.input.upTo };
};
const slices = (n: number): Job.RunOptions => ({ timeLeft: () => --n > 0, leaseMs: 60_000 });
const read = (id: string) => as("system", () => Job.fromID<Input, number>(id));

describe("a job", () => {
  it("runs slice after slice, enqueues itself while there is more, and ends", async () => {
    const { id } = await aJob();
    expect(await Job.run(take()[0]!, counting, slices(2))).toBe("continued");
    expect((await read(id)).progress).toEqual({ done: 4, total: 6 });
    expect(await Job.run(take()[0]!, counting, slices(2))).toBe("done");
    const job = await read(id);
    expect(Job.info(job)).toMatchObject({
      state: "done",
      progress: { done: 6, total: 6 },
      counts: { counted: 6 },
    });
    expect(take()).toEqual([]);
  });

  it("does nothing for a message that comes twice, late or for a job that is not there", async () => {
    const { id } = await aJob();
    const message = take()[0]!;
    await Job.run(message, counting, slices(9));
    expect(await Job.run(message, counting, slices(9))).toBe("done");
    expect((await read(id)).counts).toEqual({ counted: 6 });
    expect(await Job.run({ ...message, jobId: "job_none" }, counting, slices(1))).toBe("gone");
  });

  it("keeps a second runner out while the first holds the lease", async () => {
    const { id } = await aJob();
    const message = take()[0]!;
    let second: Job.Outcome | undefined;
    const slow: Job.Slice<Input, number> = async (job) => {
      second ??= await Job.run(message, counting, slices(9));
      return counting(job);
    };
    expect(await Job.run(message, slow, slices(9))).toBe("done");
    expect(second).toBe("busy");
    expect((await read(id)).counts).toEqual({ counted: 6 });
  });

  it("goes on from its cursor after a kill, and the one thought dead writes nothing more", async () => {
    const { id } = await aJob();
    const message = take()[0]!;
    let other: Job.Outcome | undefined;
    const late: Job.Slice<Input, number> = async (job) => {
      vi.setSystemTime(Date.now() + 61_000);
      other = await Job.run(message, counting, slices(9));
      return counting(job);
    };
    expect(await Job.run(message, late, slices(9))).toBe("done");
    expect(other).toBe("done");
    expect(await read(id)).toMatchObject({ state: "done", counts: { counted: 6 }, fence: 2 });
  });

  it("tries a fault again later, and gives up after five times at the same place", async () => {
    const { id } = await aJob();
    let tries = 0;
    const broken = async () => {
      tries++;
      throw new Error("the disk is full");
    };
    const delays: number[] = [];
    for (let waiting = queues.take("audience"); waiting.length > 0; waiting = queues.take("audience")) {
      delays.push(waiting[0]!.delaySeconds);
      await Job.run(waiting[0]!.body as Job.Message, broken, slices(1));
    }
    expect(tries).toBe(5);
    expect(delays).toEqual([0, 10, 20, 40, 80]);
    expect(await read(id)).toMatchObject({ state: "failed", error: "the disk is full" });
  });

  it("gives up after five kills at the same place, when nobody is left to say why", async () => {
    const { id } = await aJob();
    const message = take()[0]!;
    for (let kill = 0; kill < 5; kill++) {
      await new Promise<void>((killed) => {
        const hanging = () => new Promise<never>(() => killed());
        void Job.run(message, hanging, { timeLeft: () => true, leaseMs: 1_000 });
      });
      vi.setSystemTime(Date.now() + 2_000);
    }
    expect(await Job.run(message, counting, slices(9))).toBe("failed");
    expect((await read(id)).progress.done).toBe(0);
  });

  it("ends at once on a refusal", async () => {
    const { id } = await aJob();
    const refuse = () => Promise.reject(new Unprocessable("The segment is gone."));
    expect(await Job.run(take()[0]!, refuse, slices(1))).toBe("failed");
    expect((await read(id)).error).toBe("The segment is gone.");
  });

  it("stops after the slice under way when it is cancelled, and goes on when it is resumed", async () => {
    const { id } = await aJob();
    const cancelling: Job.Slice<Input, number> = async (job) => {
      if (job.cursor === 2) await as("marketer", () => Job.cancel(id));
      return counting(job);
    };
    expect(await Job.run(take()[0]!, cancelling, slices(9))).toBe("cancelled");
    expect(await read(id)).toMatchObject({ state: "cancelled", cursor: 2, counts: { counted: 2 } });
    await expect(as("marketer", () => Job.cancel(id))).rejects.toThrow("is cancelled");
    await as("marketer", () => Job.resume(id));
    expect(await Job.run(take()[0]!, counting, slices(9))).toBe("done");
    expect((await read(id)).counts).toEqual({ counted: 6 });
    await expect(as("marketer", () => Job.resume(id))).rejects.toThrow("is done");
  });

  it("writes what belongs to a slice in one transaction with the cursor", async () => {
    const { id } = await aJob(4);
    const key = (n: number) => ({ pk: `w#${workspace.id}#counted`, sk: `${id}#${n}` });
    const together: Job.Slice<Input, number> = async (job) => {
      const step = await counting(job);
      return { ...step, with: [update(key(step.cursor!), { set: { by: "slice" }, absent: true }).write()] };
    };
    expect(await Job.run(take()[0]!, together, slices(9))).toBe("done");
    const items = (await core.dump()).filter((item) => JSON.stringify(item).includes("#counted"));
    expect(items).toHaveLength(2);
  });

  it("is woken by the clock when its message was lost", async () => {
    await aJob();
    take();
    expect(await Job.sweep()).toBe(0);
    vi.setSystemTime(Date.now() + 180_000);
    expect(await Job.sweep()).toBeGreaterThan(0);
    expect(await Job.sweep()).toBe(0);
    expect(await Job.run(take().at(-1)!, counting, slices(9))).toBe("done");
  });
});
