import type { Sums } from "../ledger/index.ts";

/**
 * Below what AWS reviews an account at (5 % bounces, 0.1 % complaints): docs.aws.amazon.com/ses/latest/dg/
 * reputationdashboardmessages.html. A few bad addresses in a small list prove nothing: hence the minimum.
 */
export const limits = {
  bounces: 0.04,
  complaints: 0.0008,
  sample: 100,
  fewestBounces: 5,
  fewestComplaints: 2,
};

/** Why a campaign must stop, or undefined. */
export function tripped({ sent, bounced, complained }: Sums): "bounces" | "complaints" | undefined {
  if (sent < limits.sample) return undefined;
  if (bounced >= limits.fewestBounces && bounced / sent > limits.bounces) return "bounces";
  if (complained >= limits.fewestComplaints && complained / sent > limits.complaints) return "complaints";
  return undefined;
}
