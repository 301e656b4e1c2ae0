import { existsSync, readFileSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Properties = { [key: string]: Value };

export type Resource = {
  Type: string;
  Properties?: Properties;
  Condition?: string;
  DependsOn?: string | string[];
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  Metadata?: Properties;
};

export type Template = {
  Resources?: Record<string, Resource>;
  Outputs?: Record<
    string,
    { Value: Value; Export?: { Name: Value }; Condition?: string; Description?: string }
  >;
  Parameters?: Record<string, { Type: string; Default?: Value }>;
  Conditions?: Record<string, Value>;
  Mappings?: Record<string, Record<string, Record<string, Value>>>;
} & Record<string, unknown>;

export type StackTemplate = {
  name: string;
  template: Template;
  /** S3 object key of an asset → the file or folder it is made of. */
  assets: Record<string, string>;
  /** logical id → construct path, for messages that name what to mend. */
  constructs: Record<string, string>;
  account: string;
  region: string;
};

type Manifest = {
  artifacts?: Record<
    string,
    {
      type: string;
      environment?: string;
      properties?: { templateFile?: string; file?: string; stackName?: string; directoryName?: string };
      metadata?: Record<string, { type: string; data?: unknown }[]>;
      dependencies?: string[];
    }
  >;
};

const read = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** Reads every stack of a cloud assembly folder (`cdk.out`), stages of the app included. */
export function loadAssembly(folder: string): StackTemplate[] {
  const file = join(folder, "manifest.json");
  if (!existsSync(file))
    throw new Error(`No cloud assembly in ${folder}: run \`node infra/app.ts --stage local\` first.`);
  const manifest = read(file) as Manifest;
  const artifacts = Object.entries(manifest.artifacts ?? {});
  const assets: Record<string, string> = {};
  for (const [, artifact] of artifacts) {
    if (artifact.type === "cdk:asset-manifest" && artifact.properties?.file)
      Object.assign(assets, readAssets(join(folder, artifact.properties.file)));
  }
  const stacks: StackTemplate[] = [];
  for (const [id, artifact] of artifacts) {
    if (artifact.type === "cdk:cloud-assembly" && artifact.properties?.directoryName)
      stacks.push(...loadAssembly(join(folder, artifact.properties.directoryName)));
    if (artifact.type !== "aws:cloudformation:stack" || !artifact.properties?.templateFile) continue;
    const [account, region] = (artifact.environment ?? "").replace("aws://", "").split("/");
    stacks.push({
      name: artifact.properties.stackName ?? id,
      template: read(join(folder, artifact.properties.templateFile)) as Template,
      assets,
      constructs: constructPaths(artifact.metadata ?? {}),
      account: account && account !== "unknown-account" ? account : "000000000000",
      region: region && region !== "unknown-region" ? region : "us-east-1",
    });
  }
  return stacks;
}

function readAssets(file: string): Record<string, string> {
  const list = read(file) as {
    files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
  };
  const assets: Record<string, string> = {};
  for (const { source, destinations } of Object.values(list.files ?? {})) {
    const path = isAbsolute(source.path) ? source.path : resolve(dirname(file), source.path);
    for (const { objectKey } of Object.values(destinations)) assets[objectKey] = path;
  }
  return assets;
}

function constructPaths(
  metadata: Record<string, { type: string; data?: unknown }[]>,
): Record<string, string> {
  const paths: Record<string, string> = {};
  for (const [path, entries] of Object.entries(metadata))
    for (const entry of entries)
      if (entry.type === "aws:cdk:logicalId" && typeof entry.data === "string")
        paths[entry.data] = path.slice(1);
  return paths;
}
