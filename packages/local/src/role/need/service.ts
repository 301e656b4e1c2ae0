import type { Call } from "../../call/index.ts";
import { addressOf, domainsOf, nameOf } from "./address.ts";
import { EVERYTHING, type Need, type World } from "./index.ts";

type Asked = Pick<Call, "action" | "input">;
type Input = Record<string, unknown>;

const arn = ({ account, region }: World, service: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
const need = (action: string, resource: string, context: Need["context"] = {}): Need => ({
  action,
  resource,
  context,
});
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** SQS: a batch needs what a single message needs. */
export function queues({ action, input }: Asked, world: World): Need[] | undefined {
  const single = `sqs:${action.replace(/Batch$/, "")}`;
  if (action === "ListQueues") return [need(single, EVERYTHING)];
  const name = String(input.QueueUrl ?? input.QueueName ?? "")
    .split("/")
    .at(-1);
  return name ? [need(single, arn(world, "sqs", name))] : undefined;
}

/** EventBridge: each entry by its own bus. */
export function bus({ action, input }: Asked, world: World): Need[] | undefined {
  if (action !== "PutEvents") return undefined;
  const entries = (input.Entries ?? [input]) as Input[];
  return entries.map((entry) => {
    const name = String(entry.EventBusName ?? "default").replace(/^arn:.*:event-bus\//, "");
    return need("events:PutEvents", arn(world, "events", `event-bus/${name}`), {
      ...(entry.Source === undefined ? {} : { "events:source": String(entry.Source) }),
      ...(entry.DetailType === undefined ? {} : { "events:detail-type": String(entry.DetailType) }),
    });
  });
}

/** SSM. A secret under AWS's own key needs no more: that key lets in everyone whom SSM lets in. */
export function parameters({ action, input }: Asked, world: World): Need[] | undefined {
  const names = [
    ...texts(input.Names),
    ...[input.Name, input.Path].flatMap((one) => (one ? [String(one)] : [])),
  ];
  const context: Need["context"] =
    input.Recursive === undefined ? {} : { "ssm:Recursive": String(input.Recursive) };
  if (names.length === 0) return undefined;
  return names.map((name) =>
    need(`ssm:${action}`, arn(world, "ssm", `parameter/${name.replace(/^\//, "")}`), context),
  );
}

/** SES v2: the sender's identity, the configuration set and the template, each by itself. */
export function mail({ action, input }: Asked, world: World): Need[][] | undefined {
  if (action === "GetAccount") return [[need("ses:GetAccount", EVERYTHING)]];
  if (action !== "SendEmail" && action !== "SendBulkEmail") return undefined;
  const content = (input.Content ?? input.DefaultContent ?? {}) as {
    Template?: Input;
    Raw?: { Data?: string };
  };
  const from = addressOf(input.FromEmailAddress, content.Raw?.Data);
  const entries = (input.BulkEmailEntries ?? [{ Destination: input.Destination }]) as {
    Destination?: Input;
  }[];
  const recipients = entries.flatMap(({ Destination = {} }) => Object.values(Destination).flatMap(texts));
  const context: Need["context"] = {
    "ses:ApiVersion": "2",
    "ses:FromAddress": from.address,
    ...(from.name === undefined ? {} : { "ses:FromDisplayName": from.name }),
    "ses:Recipients": recipients.map((one) => nameOf(one).address),
    ...(input.FeedbackForwardingEmailAddress === undefined
      ? {}
      : { "ses:FeedbackAddress": String(input.FeedbackForwardingEmailAddress) }),
  };
  const on = (resource: string) => need(`ses:${action}`, arn(world, "ses", resource), context);
  const needs = [senders(from.address, world).map((one) => on(`identity/${one}`))];
  if (input.ConfigurationSetName !== undefined)
    needs.push([on(`configuration-set/${String(input.ConfigurationSetName)}`)]);
  const template = content.Template?.TemplateName;
  if (template !== undefined) needs.push([on(`template/${String(template)}`)]);
  // A bulk call asks for a template also when it brings one: any that the role may use will do.
  else if (action === "SendBulkEmail") needs.push([on("template/inline")]);
  return needs;
}

/** SES takes the address's own identity before its domain's. Where none is known, whichever the role names. */
function senders(address: string, world: World): string[] {
  const possible = [address, ...domainsOf(address)];
  const known = world.identities();
  const found = possible.find((one) => known.includes(one));
  return found === undefined ? possible : [found];
}

export function functions({ action, input }: Asked, world: World): Need[] | undefined {
  if (action !== "InvokeFunction") return undefined;
  const name = String(input.FunctionName ?? "");
  return [
    need("lambda:InvokeFunction", name.startsWith("arn:") ? name : arn(world, "lambda", `function:${name}`)),
  ];
}

/** Scheduler: who hands a role to a schedule needs the right to pass it on. */
export function passed({ action, input }: Asked, world: World): Need[] | undefined {
  const name = `schedule/${String(input.GroupName ?? "default")}/${String(input.Name ?? "*")}`;
  const role = (input.Target as { RoleArn?: string } | undefined)?.RoleArn;
  const own = need(`scheduler:${action}`, arn(world, "scheduler", name));
  if (role === undefined) return [own];
  return [own, need("iam:PassRole", role, { "iam:PassedToService": "scheduler.amazonaws.com" })];
}

export function stacks({ action, input }: Asked, world: World): Need[] {
  return [
    need(
      `cloudformation:${action}`,
      arn(world, "cloudformation", `stack/${String(input.StackName ?? "*")}/*`),
    ),
  ];
}

/** CloudWatch Logs: a stream of the function's own group. */
export function lines({ action, input }: Asked, world: World): Need[] {
  return [
    need(`logs:${action}`, arn(world, "logs", `log-group:${String(input.logGroupName)}:log-stream:live`)),
  ];
}

export const traces = ({ action }: Asked): Need[] => [need(`xray:${action}`, EVERYTHING)];
