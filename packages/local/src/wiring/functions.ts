import { join } from "node:path";
import type { Keyring } from "../call/credentials.ts";
import { LambdaFunction, type Surroundings } from "../lambda/index.ts";
import { type FunctionPlan, functionName } from "../plan/compute.ts";
import type { Plan } from "../plan/index.ts";
import type { Addresses } from "./address.ts";

/** A function that no template has, run like one that is there: the demo's seeder, a rebuild. */
export type Extra = { name: string; file: string; like: string; timeout?: number; memory?: number };

const SERVICES = [
  "CLOUDFORMATION",
  "DYNAMODB",
  "DYNAMODB_STREAMS",
  "EVENTBRIDGE",
  "LAMBDA",
  "S3",
  "SCHEDULER",
  "SESV2",
  "SQS",
  "SSM",
  "STS",
];

/** What Lambda's runtime adds to a function's own variables, with the endpoints of this stage. */
export function runtimeEnvironment(
  plan: FunctionPlan,
  instance: string,
  keyring: Keyring,
  addresses: Addresses,
  region: string,
): Record<string, string> {
  const { accessKeyId, secretAccessKey, sessionToken } = keyring.ofFunction(plan.name, instance);
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memory),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    LAMBDA_TASK_ROOT: plan.folder,
    TZ: ":UTC",
    AWS_ENDPOINT_URL: addresses.awsUrl,
    ...Object.fromEntries(SERVICES.map((service) => [`AWS_ENDPOINT_URL_${service}`, addresses.awsUrl])),
  };
}

/** Every function of the template, found by any of its names. */
export class Functions {
  private readonly byName = new Map<string, LambdaFunction>();

  constructor(
    plan: Plan,
    extras: Extra[],
    addresses: Addresses,
    around: Omit<Surroundings, "environment">,
    keyring: Keyring,
  ) {
    const plans = plan.functions.map((one) => localized(one, addresses));
    for (const extra of extras) {
      const like = plans.find((one) => same(one, extra.like));
      if (!like) throw new Error(`No function ${extra.like} for ${extra.name} to be like`);
      plans.push(asked(extra, like));
    }
    for (const one of plans) {
      const environment = (instance: string) =>
        runtimeEnvironment(one, instance, keyring, addresses, plan.region);
      this.byName.set(one.name, new LambdaFunction(one, { ...around, environment }, shortName(one)));
    }
  }

  all(): LambdaFunction[] {
    return [...this.byName.values()];
  }

  /** By name, ARN, ARN of an alias, or the name of its bundle: `api`, `deal-won.thank-owner`. */
  find(reference: string): LambdaFunction | undefined {
    return (
      this.byName.get(reference.startsWith("arn:") ? functionName(reference) : reference) ??
      this.all().find((fn) => same(fn.plan, reference))
    );
  }

  must(reference: string): LambdaFunction {
    const fn = this.find(reference);
    if (fn) return fn;
    const names = this.all().map((one) => shortName(one.plan));
    throw new Error(`No function ${reference}; there are ${names.join(", ")}`);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all().map((fn) => fn.stop()));
  }
}

function asked(extra: Extra, like: FunctionPlan): FunctionPlan {
  return {
    ...like,
    name: extra.name,
    arn: like.arn.replace(like.name, extra.name),
    path: extra.name,
    folder: join(extra.file, ".."),
    file: extra.file,
    timeout: extra.timeout ?? 900,
    memory: extra.memory ?? like.memory,
    reserved: undefined,
  };
}

function localized(plan: FunctionPlan, addresses: Addresses): FunctionPlan {
  const variables = Object.entries(plan.environment).map(([name, value]) => [name, addresses.local(value)]);
  return { ...plan, environment: Object.fromEntries(variables) };
}

/** The construct's own name: `rapport-local-App/DealWonThankOwner/Resource` is `DealWonThankOwner`. */
export function shortName(plan: FunctionPlan): string {
  return (
    plan.path
      .split("/")
      .filter((part) => part !== "Resource")
      .at(-1) ?? plan.name
  );
}

const plain = (name: string): string => name.replace(/[^a-zA-Z0-9]/g, "").toLowerCase();
const same = (plan: FunctionPlan, name: string): boolean => plain(shortName(plan)) === plain(name);
