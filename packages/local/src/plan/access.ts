import type { Document, Origin } from "../role/policy.ts";
import type { Value } from "../template/assembly.ts";
import type { Entity } from "../template/model.ts";
import { Unsupported } from "../template/unsupported.ts";

export type RolePlan = {
  name: string;
  origin: Origin;
  /** Who may take the role on. */
  trust: Document;
  documents: Document[];
  boundary: Document | undefined;
};

export type PermissionPlan = {
  /** The function or alias, as the template names it. */
  function: string;
  principal: string;
  source: string | undefined;
  account: string | undefined;
  action: string;
  origin: Origin;
};

/** Who may do what, as the template says it. */
export type Access = {
  /** By ARN. */
  roles: Map<string, RolePlan>;
  /** Resource policies by the ARN they guard. */
  resources: Map<string, Document[]>;
  permissions: PermissionPlan[];
  /** ARN of a table, queue or bucket → ARN of the customer's own key that it is encrypted with. */
  keys: Map<string, string>;
};

/** What a key is and how it is kept; who may use it stands in its policy. */
const KEY_SETTINGS = [
  "Description",
  "Enabled",
  "EnableKeyRotation",
  "KeySpec",
  "KeyUsage",
  "MultiRegion",
  "PendingWindowInDays",
  "RotationPeriodInDays",
];

const originOf = ({ path, id }: Entity): Origin => ({ path, id });

export function accessPlan(entities: Entity[]): Access {
  const access: Access = {
    roles: new Map(),
    resources: new Map(),
    permissions: [],
    keys: encryptionKeys(entities),
  };
  const byType = (type: string) => entities.filter((entity) => entity.type === type);
  const byName = new Map<string, string>();
  const managed = managedPolicies(entities);
  for (const entity of byType("AWS::IAM::Role")) {
    const p = entity.reader();
    const origin = originOf(entity);
    const named = (arn: string): Document => {
      const found = managed.get(arn);
      if (!found) throw new Unsupported(`the managed policy ${arn}`, entity.path);
      return found;
    };
    const boundary = p.maybeText("PermissionsBoundary");
    const role: RolePlan = {
      name: entity.ref,
      origin,
      trust: { origin, document: p.raw("AssumeRolePolicyDocument") ?? null },
      documents: [
        ...p.objects("Policies", "Policy").map((policy) => {
          policy.maybeText("PolicyName");
          return { origin, document: policy.raw("PolicyDocument") ?? null };
        }),
        ...p.texts("ManagedPolicyArns").map(named),
      ],
      boundary: boundary === undefined ? undefined : named(boundary),
    };
    p.done();
    access.roles.set(entity.arn!, role);
    byName.set(entity.ref, entity.arn!);
  }
  for (const entity of [...byType("AWS::IAM::Policy"), ...byType("AWS::IAM::ManagedPolicy")]) {
    const p = entity.reader();
    p.maybeText("PolicyName");
    p.maybeText("ManagedPolicyName");
    const document = { origin: originOf(entity), document: p.raw("PolicyDocument") ?? null };
    for (const role of p.texts("Roles")) access.roles.get(byName.get(role) ?? role)?.documents.push(document);
    p.texts("Users");
    p.texts("Groups");
    p.done();
  }
  const guard = (arn: string, document: Document) =>
    access.resources.set(arn, [...(access.resources.get(arn) ?? []), document]);
  for (const entity of byType("AWS::SQS::QueuePolicy")) {
    const p = entity.reader();
    const document = { origin: originOf(entity), document: p.raw("PolicyDocument") ?? null };
    for (const url of p.texts("Queues"))
      guard(entities.find((one) => one.type === "AWS::SQS::Queue" && one.ref === url)?.arn ?? url, document);
    p.done();
  }
  for (const entity of byType("AWS::S3::BucketPolicy")) {
    const p = entity.reader();
    const document: Value = p.raw("PolicyDocument") ?? null;
    guard(`arn:aws:s3:::${p.text("Bucket")}`, { origin: originOf(entity), document });
    p.done();
  }
  for (const entity of byType("AWS::Events::EventBusPolicy")) {
    const p = entity.reader();
    const name = p.maybeText("EventBusName") ?? "default";
    p.maybeText("StatementId");
    const bus = entities.find((one) => one.type === "AWS::Events::EventBus" && one.ref === name);
    const document: Value = { Version: "2012-10-17", Statement: p.raw("Statement") ?? [] };
    if (bus) guard(bus.arn!, { origin: originOf(entity), document });
    p.done();
  }
  for (const entity of byType("AWS::KMS::Key")) {
    const p = entity.reader();
    guard(entity.arn!, { origin: originOf(entity), document: p.raw("KeyPolicy") ?? null });
    for (const name of KEY_SETTINGS) p.raw(name);
    p.done();
  }
  for (const entity of byType("AWS::Lambda::Permission")) {
    const p = entity.reader();
    access.permissions.push({
      function: p.text("FunctionName"),
      principal: p.text("Principal"),
      source: p.maybeText("SourceArn"),
      account: p.maybeText("SourceAccount"),
      action: p.text("Action"),
      origin: originOf(entity),
    });
    p.done();
  }
  return access;
}

/** Policies of the template by ARN. What AWS's own managed policies allow isn't known here: they stop start-up. */
function managedPolicies(entities: Entity[]): Map<string, Document> {
  return new Map(
    entities
      .filter((entity) => entity.type === "AWS::IAM::ManagedPolicy")
      .map((entity) => [
        entity.arn ?? entity.ref,
        { origin: originOf(entity), document: entity.properties.PolicyDocument ?? null },
      ]),
  );
}

/** Keys that a person made: everyone who reads or writes needs them, too. AWS's own let in whom the service lets in. */
function encryptionKeys(entities: Entity[]): Map<string, string> {
  const own = entities.filter((entity) => entity.type === "AWS::KMS::Key");
  const aliases = entities.filter((entity) => entity.type === "AWS::KMS::Alias");
  const keys = new Map<string, string>();
  for (const { arn, properties, path } of entities) {
    const text = JSON.stringify([
      properties.KmsMasterKeyId,
      properties.SSESpecification,
      properties.BucketEncryption,
    ]);
    const named =
      /"(?:KMSMasterKeyId|KMSMasterKeyID)":"([^"]+)"/.exec(text)?.[1] ?? properties.KmsMasterKeyId;
    if (arn === undefined || typeof named !== "string" || /(^|:)alias\/aws\//.test(named)) continue;
    if (aliases.some((alias) => named.endsWith(alias.ref)))
      throw new Unsupported("a key named by its alias: name it by its ARN", path);
    const key = own.find((one) => one.ref === named || one.arn === named);
    if (!key) throw new Unsupported(`the key ${named}, which no template has`, path);
    keys.set(arn, key.arn!);
  }
  return keys;
}
