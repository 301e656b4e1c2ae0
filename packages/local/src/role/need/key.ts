import type { Need, World } from "./index.ts";

/** What a service asks of the customer's key, on behalf of who calls it. */
const ASKED: Record<string, string[]> = {
  "sqs:SendMessage": ["kms:GenerateDataKey", "kms:Decrypt"],
  "sqs:ReceiveMessage": ["kms:Decrypt"],
  "s3:PutObject": ["kms:GenerateDataKey"],
  "s3:GetObject": ["kms:Decrypt"],
};

/** The rights to a customer's key that come with a need, where what it is about is encrypted with one. */
export function keysFor({ action, resource }: Need, keys: ReadonlyMap<string, string>, world: World): Need[] {
  if (keys.size === 0) return [];
  const service = action.split(":")[0]!;
  const thing = service === "s3" ? resource.split("/")[0]! : resource.replace(/\/(index|stream)\/.*$/, "");
  const key = keys.get(thing);
  if (key === undefined) return [];
  const actions = service === "dynamodb" ? ["kms:Decrypt"] : (ASKED[action] ?? []);
  const context = {
    "kms:ViaService": `${service}.${world.region}.amazonaws.com`,
    "kms:CallerAccount": world.account,
  };
  return actions.map((one) => ({ action: one, resource: key, context }));
}
