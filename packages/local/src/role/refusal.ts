import { type Call, Refusal } from "../call/index.ts";
import type { Decision, Principal } from "./evaluate.ts";
import type { Need } from "./need/index.ts";
import type { Statement } from "./policy.ts";

/** A call that the template's policies refuse, with the construct to mend. */
export class Denied extends Refusal {
  readonly action: string;
  readonly resource: string;
  /** Path of the construct whose policy has to change, with its logical id. */
  readonly construct: string;

  constructor(given: { code: string; status: number; message: string; need: Need; construct: string }) {
    super(given.code, given.message, given.status);
    this.name = given.code.split("#").at(-1)!;
    this.action = given.need.action;
    this.resource = given.need.resource;
    this.construct = given.construct;
  }
}

/** Each service has words of its own for it. */
const CODES: Record<string, { code: string; status: number }> = {
  dynamodb: { code: "com.amazon.coral.service#AccessDeniedException", status: 400 },
  s3: { code: "AccessDenied", status: 403 },
  cloudformation: { code: "AccessDenied", status: 403 },
  sts: { code: "AccessDenied", status: 403 },
  lambda: { code: "AccessDeniedException", status: 403 },
  ses: { code: "AccessDeniedException", status: 403 },
  sqs: { code: "com.amazon.coral.service#AccessDeniedException", status: 403 },
};

/** docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export function denied(
  call: Pick<Call, "service">,
  principal: Principal,
  need: Need,
  decision: Decision & { allowed: false },
  construct: string,
): Denied {
  const known = CODES[call.service] ?? { code: "AccessDeniedException", status: 400 };
  // SQS writes its actions small, and S3 puts resources into quotes.
  const action = need.action.startsWith("sqs:") ? need.action.toLowerCase() : need.action;
  const resource = call.service === "s3" ? `"${need.resource}"` : need.resource;
  const who =
    principal.kind === "role"
      ? principal.session
      : principal.kind === "person"
        ? principal.arn
        : principal.service;
  const why = decision.denied
    ? `with an explicit deny in ${decision.side === "identity" ? "an identity-based" : "a resource-based"} policy`
    : `because no ${decision.side}-based policy allows the ${action} action`;
  const message = `User: ${who} is not authorized to perform: ${action} on resource: ${resource} ${why}`;
  return new Denied({ ...known, message, need, construct });
}

/** A statement as messages name it. */
export const placeOf = ({ origin, index, sid }: Statement): string =>
  `${origin.path} (${origin.id}), statement ${sid ?? index}`;
