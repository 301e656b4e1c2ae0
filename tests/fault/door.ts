/**
 * The stage's own door before a table engine in this process, for thousands of runs: faults are those of a fault file,
 * core's clients call it as they call AWS.
 *
 *   const door = await startDoor(core.engine);      // before core's first request
 *   door.inject({ seed, calls: [{ fault: "lost", service: "dynamodb", rate: 0.1 }] });
 *   await Contact.create(…);
 *   door.calm();                                     // faults end, a killed process lives again
 */
import type { AddressInfo } from "node:net";
import { Door, type Services } from "../../packages/local/src/aws/door.ts";
import { Keyring } from "../../packages/local/src/call/credentials.ts";
import { Calls } from "../../packages/local/src/call/index.ts";
import { Lost } from "../../packages/local/src/fault/answer.ts";
import { Faulting, type Faults, faultsOf } from "../../packages/local/src/fault/index.ts";
import type { Engine } from "../../packages/local/src/table/index.ts";
import { answerTables } from "../../packages/local/src/wiring/tables.ts";

const FUNCTION = "core";

/** Pauses between retries take no time here: a test never waits for them. Time-outs of clients are longer and stay. */
function hurried(): () => void {
  const real = globalThis.setTimeout;
  const soon = (run: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) =>
    real(run, ms < 2_500 ? 0 : ms, ...given);
  globalThis.setTimeout = Object.assign(soon, real) as unknown as typeof setTimeout;
  return () => {
    globalThis.setTimeout = real;
  };
}

export async function startDoor(engine: Engine, more: Partial<Services> = {}) {
  const calls = new Calls(() => Date.now());
  const keyring = new Keyring("secret");
  const nobody = () => Promise.reject(new Error("No such service here."));
  const services: Services = {
    tables: (target, _body, input, accessKeyId) => answerTables(engine, target, input, accessKeyId),
    storage: nobody,
    mail: nobody,
    lambda: nobody,
    query: () => {
      throw new Error("No such service here.");
    },
    json: {},
    ...more,
  };
  const odd: unknown[] = [];
  const door = new Door(
    () => services,
    calls,
    keyring,
    (error) => odd.push(error),
  );
  await new Promise<void>((resolve) => door.server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`;
  const { accessKeyId, secretAccessKey } = keyring.ofFunction(FUNCTION, "1");
  const served = [
    "DYNAMODB",
    ...(more.mail ? ["SESV2", "SES"] : []),
    ...(more.json?.events ? ["EVENTBRIDGE"] : []),
  ];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    ...Object.fromEntries(served.map((service) => [`AWS_ENDPOINT_URL_${service}`, url])),
  });
  const slow = hurried();
  let dead = false;
  let log = 0;
  return {
    url,
    /** Calls since the last `inject`, with how each ended. */
    calls: () => calls.log.slice(log),
    inject(faults: Faults): void {
      dead = false;
      log = calls.mark();
      const faulting = new Faulting({
        faults: faultsOf(faults),
        nameOf: (name) => name,
        // Nothing that a dead process still does reaches anybody.
        kill: () => {
          dead = true;
        },
      });
      calls.around = async (call, work) => {
        if (dead) throw new Lost();
        return faulting.around(call, work);
      };
    },
    calm(): void {
      dead = false;
      calls.around = async (_, work) => work();
    },
    /** The process that was killed begins anew. */
    revive(): void {
      dead = false;
    },
    async stop(): Promise<void> {
      slow();
      door.server.closeAllConnections();
      await new Promise<void>((resolve) => door.server.close(() => resolve()));
      if (odd.length > 0) throw new AggregateError(odd, "faults of the door itself");
    },
  };
}

export type TestDoor = Awaited<ReturnType<typeof startDoor>>;
