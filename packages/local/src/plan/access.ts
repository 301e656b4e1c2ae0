import type { Value } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";

/** Who may do what, as the template says it; the intercept of calls may enforce it. */
export type Access = {
  /** Role ARN → its policy documents. */
  roles: Map<string, { name: string; path: string; trust: Value; documents: Value[]; managed: string[] }>;
  /** Resource policies by the ARN they guard. */
  resources: Map<string, Value[]>;
  /** `AWS::Lambda::Permission` by function reference. */
  permissions: {
    function: string;
    principal: string;
    source: string | undefined;
    action: string;
    path: string;
  }[];
};

export function accessPlan(entities: Entity[]): Access {
  const access: Access = { roles: new Map(), resources: new Map(), permissions: [] };
  const byType = (type: string) => entities.filter((entity) => entity.type === type);
  const byName = new Map<string, string>();
  for (const entity of byType("AWS::IAM::Role")) {
    const p = entity.reader();
    const role = {
      name: entity.ref,
      path: entity.path,
      trust: p.raw("AssumeRolePolicyDocument") ?? null,
      documents: p.objects("Policies", "Policy").map((policy) => {
        policy.maybeText("PolicyName");
        return policy.raw("PolicyDocument") ?? null;
      }),
      managed: p.texts("ManagedPolicyArns"),
    };
    p.raw("PermissionsBoundary");
    p.done();
    access.roles.set(entity.arn!, role);
    byName.set(entity.ref, entity.arn!);
  }
  for (const entity of [...byType("AWS::IAM::Policy"), ...byType("AWS::IAM::ManagedPolicy")]) {
    const p = entity.reader();
    p.maybeText("PolicyName");
    p.maybeText("ManagedPolicyName");
    const document = p.raw("PolicyDocument") ?? null;
    for (const role of p.texts("Roles")) access.roles.get(byName.get(role) ?? role)?.documents.push(document);
    p.texts("Users");
    p.texts("Groups");
    p.done();
  }
  const guard = (arn: string, document: Value) =>
    access.resources.set(arn, [...(access.resources.get(arn) ?? []), document]);
  for (const entity of byType("AWS::SQS::QueuePolicy")) {
    const p = entity.reader();
    const document = p.raw("PolicyDocument") ?? null;
    for (const url of p.texts("Queues"))
      guard(entities.find((one) => one.type === "AWS::SQS::Queue" && one.ref === url)?.arn ?? url, document);
    p.done();
  }
  for (const entity of byType("AWS::S3::BucketPolicy")) {
    const p = entity.reader();
    guard(`arn:aws:s3:::${p.text("Bucket")}`, p.raw("PolicyDocument") ?? null);
    p.done();
  }
  for (const entity of byType("AWS::Events::EventBusPolicy")) {
    const p = entity.reader();
    for (const name of ["EventBusName", "StatementId", "Statement", "Action", "Principal", "Condition"])
      p.raw(name);
    p.done();
  }
  for (const entity of byType("AWS::Lambda::Permission")) {
    const p = entity.reader();
    p.raw("SourceAccount");
    p.raw("EventSourceToken");
    access.permissions.push({
      function: p.text("FunctionName"),
      principal: p.text("Principal"),
      source: p.maybeText("SourceArn"),
      action: p.text("Action"),
      path: entity.path,
    });
    p.done();
  }
  return access;
}
