import { edgeFunction } from "../http/edge.ts";
import type { Site } from "../http/front.ts";
import type { Parameters } from "../parameter/index.ts";
import { resolveDynamic } from "../parameter/index.ts";
import type { Plan } from "../plan/index.ts";
import type { DistributionPlan } from "../plan/site.ts";
import { Unsupported } from "../template/unsupported.ts";
import type { Addresses } from "./address.ts";

/** The app on 127.0.0.1 and the open host on localhost: two hosts, because cookies don't know ports. */
export function sites(
  plan: Plan,
  parameters: Parameters,
  addresses: Addresses,
): (host: string) => Site | undefined {
  const app = plan.distributions.filter((one) => servesBucket(plan, one));
  const open = plan.distributions.filter((one) => !servesBucket(plan, one));
  for (const more of [...app.slice(1), ...open.slice(1)])
    throw new Unsupported("a second distribution of the same kind", more.path);
  const edges = new Map(plan.edgeFunctions.map((one) => [one.arn, edgeFunction(one)]));
  const byHost = new Map<string, Site>();
  if (app[0]) byHost.set("127.0.0.1", site(app[0]));
  if (open[0]) byHost.set("localhost", site(open[0]));
  return (host) => byHost.get(host);

  function site(distribution: DistributionPlan): Site {
    const policies = new Map(
      [...plan.responseHeaders].map(([id, headers]) => [
        id,
        Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, addresses.local(value)])),
      ]),
    );
    const origins = new Map(
      distribution.origins.map((origin) => {
        const api = plan.apis.find((one) => origin.domain.startsWith(one.domain));
        const headers = Object.entries(origin.headers).map(([name, value]) => [
          name,
          resolveDynamic(value, parameters),
        ]);
        return [
          origin.id,
          api
            ? {
                kind: "api" as const,
                api,
                plan: origin,
                headers: Object.fromEntries(headers) as Record<string, string>,
              }
            : { kind: "bucket" as const },
        ] as const;
      }),
    );
    for (const behavior of distribution.behaviors)
      for (const { event, arn } of behavior.functions)
        if (event !== "viewer-request" || !edges.has(arn))
          throw new Unsupported(`the edge function ${arn} at ${event}`, distribution.path);
    return {
      distribution,
      headers: (policy) => (policy === undefined ? {} : (policies.get(policy) ?? {})),
      edge: (behavior) => behavior.functions.map(({ arn }) => edges.get(arn)!),
      origin: (id) => {
        const origin = origins.get(id);
        if (!origin) throw new Error(`No origin ${id} in ${distribution.path}`);
        return origin;
      },
    };
  }
}

function servesBucket(plan: Plan, distribution: DistributionPlan): boolean {
  return distribution.origins.some((origin) =>
    plan.buckets.some((bucket) => origin.domain.startsWith(`${bucket.name}.s3`)),
  );
}
