import type { Properties, Resource, StackTemplate, Value } from "./assembly.ts";
import { ignoredTypes } from "./ignored.ts";
import { evaluate, type Scope } from "./intrinsic.ts";
import { kinds, type Naming } from "./naming.ts";
import { Reader } from "./reader.ts";
import { Unsupported } from "./unsupported.ts";

export type Endpoints = {
  awsUrl: string;
  /** Host name of a distribution, by construct path. */
  domain(path: string): string;
};

/** A resource of the template with its names made concrete. */
export type Entity = {
  stack: string;
  id: string;
  /** Construct path: what messages name. */
  path: string;
  type: string;
  ref: string;
  arn: string | undefined;
  properties: Properties;
  metadata: Properties;
  reader(): Reader;
};

const sections = new Set([
  "Resources",
  "Outputs",
  "Parameters",
  "Conditions",
  "Mappings",
  "Description",
  "Metadata",
  "AWSTemplateFormatVersion",
  // CloudFormation checks these before a deploy; the CDK's only one asks for a bootstrapped account.
  "Rules",
]);

/** Evaluates all stacks together, since exports cross them. */
export function evaluateStacks(stacks: StackTemplate[], endpoints: Endpoints): Entity[] {
  const scopes = new Map(stacks.map((stack) => [stack.name, new StackScope(stack, stacks, endpoints)]));
  for (const scope of scopes.values()) scope.others = scopes;
  return stacks.flatMap((stack) => scopes.get(stack.name)!.entities());
}

class StackScope implements Scope {
  others = new Map<string, StackScope>();
  private readonly stack: StackTemplate;
  private readonly all: StackTemplate[];
  private readonly endpoints: Endpoints;

  constructor(stack: StackTemplate, all: StackTemplate[], endpoints: Endpoints) {
    this.stack = stack;
    this.all = all;
    this.endpoints = endpoints;
    for (const section of Object.keys(stack.template))
      if (!sections.has(section)) throw new Unsupported(`the template section ${section}`, stack.name);
  }

  entities(): Entity[] {
    return Object.entries(this.stack.template.Resources ?? {}).flatMap(([id, resource]) => {
      if (resource.Condition && !this.condition(resource.Condition, this.path(id))) return [];
      return [this.entity(id, resource)];
    });
  }

  ref(id: string, where: string): Value | undefined {
    switch (id) {
      case "AWS::NoValue":
        return undefined;
      case "AWS::Region":
        return this.stack.region;
      case "AWS::AccountId":
        return this.stack.account;
      case "AWS::Partition":
        return "aws";
      case "AWS::URLSuffix":
        return "amazonaws.com";
      case "AWS::StackName":
        return this.stack.name;
      case "AWS::StackId":
        return `arn:aws:cloudformation:${this.stack.region}:${this.stack.account}:stack/${this.stack.name}/local`;
      default:
    }
    const parameter = this.stack.template.Parameters?.[id];
    if (parameter) {
      if (parameter.Default === undefined) throw new Error(`Parameter ${id} has no default (at ${where})`);
      return parameter.Default;
    }
    if (id.startsWith("AWS::")) throw new Unsupported(`the pseudo parameter ${id}`, where);
    return this.kind(id, where).ref(this.naming(id));
  }

  attribute(id: string, name: string, where: string): Value {
    const attribute = this.kind(id, where).attributes?.[name];
    if (!attribute) throw new Unsupported(`the attribute ${this.resource(id, where).Type}.${name}`, where);
    return attribute(this.naming(id));
  }

  imported(name: string, where: string): Value {
    for (const scope of this.others.values()) {
      for (const output of Object.values(scope.stack.template.Outputs ?? {})) {
        if (output.Export && scope.value(output.Export.Name, where) === name)
          return scope.value(output.Value, where)!;
      }
    }
    throw new Error(
      `No stack exports ${name} (at ${where}); stacks: ${this.all.map((one) => one.name).join(", ")}`,
    );
  }

  condition(name: string, where: string): boolean {
    const condition = this.stack.template.Conditions?.[name];
    if (condition === undefined) throw new Error(`No condition ${name} (at ${where})`);
    return this.value(condition, where) === true;
  }

  mapping(map: string, top: string, second: string, where: string): Value {
    const value = this.stack.template.Mappings?.[map]?.[top]?.[second];
    if (value === undefined) throw new Error(`No mapping ${map}.${top}.${second} (at ${where})`);
    return value;
  }

  private value(value: Value, where: string): Value | undefined {
    return evaluate(value, this, where);
  }

  private entity(id: string, resource: Resource): Entity {
    const path = this.path(id);
    const kind = this.kind(id, path);
    const naming = this.naming(id);
    const attributes = kind.attributes ?? {};
    const arn = attributes.Arn ?? attributes.AliasArn ?? attributes.TopicArn;
    // Types nobody acts on aren't evaluated: what they hold needs no answer here.
    const properties = resource.Type in ignoredTypes ? {} : this.properties(id, resource);
    return {
      stack: this.stack.name,
      id,
      path,
      type: resource.Type,
      ref: kind.ref(naming),
      arn: arn?.(naming),
      properties,
      metadata: resource.Metadata ?? {},
      reader: () => new Reader(properties, resource.Type, path),
    };
  }

  private properties(id: string, resource: Resource): Properties {
    return (this.value(resource.Properties ?? {}, this.path(id)) ?? {}) as Properties;
  }

  private kind(id: string, where: string) {
    const { Type } = this.resource(id, where);
    const kind = kinds[Type];
    if (!kind) throw new Unsupported(`the resource type ${Type}`, this.path(id));
    return kind;
  }

  private resource(id: string, where: string): Resource {
    const resource = this.stack.template.Resources?.[id];
    if (!resource) throw new Error(`No resource or parameter ${id} in ${this.stack.name} (at ${where})`);
    return resource;
  }

  private naming(id: string): Naming {
    const path = this.path(id);
    return {
      stack: this.stack.name,
      id,
      account: this.stack.account,
      region: this.stack.region,
      awsUrl: this.endpoints.awsUrl,
      property: (name) => {
        const value = this.resource(id, path).Properties?.[name];
        return value === undefined ? undefined : this.value(value, `${path}.${name}`);
      },
      domain: () => this.endpoints.domain(path),
    };
  }

  private path(id: string): string {
    const own = this.stack.template.Resources?.[id]?.Metadata?.["aws:cdk:path"];
    if (typeof own === "string") return own;
    return this.stack.constructs[id] ?? `${this.stack.name}/${id}`;
  }
}
