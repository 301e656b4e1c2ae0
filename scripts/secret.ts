import { randomBytes } from "node:crypto";
import {
  DeleteParametersCommand,
  ParameterAlreadyExists,
  type ParameterType,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { SECRETS, secretsPath } from "../infra/grants.ts";
import type { Stage } from "../infra/stages.ts";

const types: Record<(typeof SECRETS)[number], ParameterType> = {
  "signing-key": "SecureString",
  // CloudFormation, which puts it into the distribution, can't read a SecureString there.
  "origin-secret": "String",
};

/** Makes the secrets that a stage lacks; those it has stay, since links in sent mail are signed with them. */
export async function keepSecrets(stage: Stage): Promise<void> {
  const client = new SSMClient({ region: stage.region });
  for (const name of SECRETS) {
    try {
      await client.send(
        new PutParameterCommand({
          Name: `${secretsPath(stage)}/${name}`,
          Type: types[name],
          Value: randomBytes(32).toString("base64url"),
        }),
      );
    } catch (error) {
      if (!(error instanceof ParameterAlreadyExists)) throw error;
    }
  }
}

export async function forgetSecrets(stage: Stage): Promise<void> {
  const client = new SSMClient({ region: stage.region });
  await client.send(
    new DeleteParametersCommand({ Names: SECRETS.map((name) => `${secretsPath(stage)}/${name}`) }),
  );
}
