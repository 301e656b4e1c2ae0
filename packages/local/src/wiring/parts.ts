import { join } from "node:path";
import { Buses } from "../event/index.ts";
import { AsyncInvoker } from "../lambda/async.ts";
import { createMail, type Mail, type Quota } from "../mail/index.ts";
import { Parameters } from "../parameter/index.ts";
import { functionName } from "../plan/compute.ts";
import type { Plan } from "../plan/index.ts";
import { Queues } from "../queue/index.ts";
import { MessageStore } from "../queue/store.ts";
import { receiptCaller } from "../role/standing.ts";
import { startSchedules } from "../schedule/index.ts";
import { type BucketConfiguration, createStorage } from "../storage/index.ts";
import type { LagOptions } from "../table/index.ts";
import type { Addresses } from "./address.ts";
import { bucketDelivery, checkTargets, deliverer } from "./deliver.ts";
import { type Extra, Functions } from "./functions.ts";
import type { Ground } from "./ground.ts";
import { guarding } from "./guarding.ts";
import { startMappings } from "./mappings.ts";
import { services } from "./services.ts";
import { sites } from "./sites.ts";
import { Meter, openTables } from "./tables.ts";

export type Parts = Awaited<ReturnType<typeof openParts>>;

export type Given = {
  ground: Ground;
  plan: Plan;
  addresses: Addresses;
  extras: Extra[];
  lag: LagOptions;
  mailQuota: Partial<Quota>;
};

const DAY = 24 * 3_600_000;

/** Everything that the templates ask for, opened and wired together. */
export async function openParts({ ground, plan, addresses, extras, lag, mailQuota }: Given) {
  const { state, clock, activity, calls, keyring, report } = ground;
  const account = { id: plan.account, region: plan.region };
  const meter = new Meter();
  const engine = await openTables({
    plans: plan.tables,
    state,
    clock,
    account: account.id,
    region: account.region,
    lag,
    meter,
  });
  const queues = new Queues(plan.queues, new MessageStore(state.database), clock);
  const parameters = new Parameters(
    state.database,
    () => clock.now(),
    (name) => `arn:aws:ssm:${account.region}:${account.id}:parameter${name}`,
  );
  parameters.prepare(plan.parameters, plan.access);
  const functions = new Functions(plan, extras, addresses, ground, keyring);
  const later = new AsyncInvoker(
    clock,
    new Map(plan.invokeConfigs.map((config) => [functionName(config.function), config])),
    (destination, record, fn) => {
      const by = { principal: "lambda.amazonaws.com", source: fn.plan.arn, role: fn.plan.role };
      send(destination, record, by).catch(report);
    },
    report,
  );
  const { deliver, send } = deliverer({ calls, queues, functions, later, buses: () => buses });
  const times = (rule: string, source: string) => ground.faulting?.deliveries(rule, source) ?? [0];
  const around = { clock, activity, account: account.id, region: account.region, deliver, report, times };
  const buses: Buses = new Buses(
    plan.buses.map((bus) => bus.name),
    plan.rules,
    around,
  );
  const storage = createStorage({
    dir: join(state.dir, "storage"),
    account,
    buckets: plan.buckets.map((bucket) => bucket.configuration as unknown as BucketConfiguration),
    secretFor: keyring.secretFor,
    now: () => clock.now(),
    notify: bucketDelivery(send, () => buses),
    report,
  });
  const mail = createMail({
    dir: join(state.dir, "mail"),
    account,
    now: () => clock.now(),
    emit: async (event) => buses.publish("default", event),
    putObject: (bucket, key, body, rule) =>
      calls.run(
        {
          caller: receiptCaller(account, rule),
          service: "s3",
          action: "PutObject",
          input: { Bucket: bucket, Key: key },
        },
        () => storage.put(bucket, key, body, { by: "ses.amazonaws.com" }),
      ),
    configurationSets: plan.configurationSets as never,
    receiptRules: plan.receiptRules as never,
    // Time stands still between two turns of the clock, and so would a rate.
    quota: { enforceRate: clock.mode === "real", ...mailQuota },
    fate: () => ground.faulting?.fate(),
    report,
  });
  const targets = [
    ...plan.rules.flatMap((rule) => rule.targets.map((target) => ({ target, path: rule.path }))),
    ...plan.schedules,
  ];
  checkTargets(
    targets.map(({ target, path }) => ({ arn: target.arn, path })),
    queues,
    functions,
    buses.names,
  );
  const guard = guarding(ground, plan, functions);
  const site = sites(plan, parameters, addresses);
  const wired = services({ account, engine, queues, buses, parameters, storage, mail, functions, later });
  const mappings = await startMappings({
    plan,
    engine,
    queues,
    functions,
    storage,
    calls,
    clock,
    activity,
    positions: state.positions(),
    faulting: () => ground.faulting,
    report,
  });
  startSchedules(plan.schedules, plan.rules, around);
  daily(clock, () => storage.sweep());

  return {
    account,
    engine,
    meter,
    queues,
    parameters,
    functions,
    later,
    buses,
    storage,
    mail,
    site,
    wired,
    mappings,
    guard,
    async close(): Promise<void> {
      await mappings.stop();
      await functions.stop();
      await mail.close();
      storage.close();
      engine.close();
    },
  };
}

/** S3's life cycle runs once a day. */
function daily(clock: Ground["clock"], run: () => void): void {
  clock.after(DAY, () => {
    run();
    daily(clock, run);
  });
}

export type { Mail, Quota };
