import { call } from "./call.ts";

/** The door to SSM Parameter Store: one parameter a secret, read once a container. */
const read = new Map<string, Promise<string>>();

async function fetchParameter(name: string): Promise<string> {
  const path = process.env.SECRETS_PATH;
  if (!path) throw new Error("SECRETS_PATH is not set: this function was not granted secrets in infra/.");
  const asked = { Name: `${path}/${name}`, WithDecryption: true };
  const answer = await call<{ Parameter?: { Value?: string } }>("ssm", "AmazonSSM.GetParameter", asked);
  const value = answer.Parameter?.Value;
  if (!value) throw new Error(`The parameter ${path}/${name} has no value.`);
  return value;
}

/** The value of a secret, e.g. `signing-key`. A failed read is tried again at the next call. */
export function secret(name: string): Promise<string> {
  let value = read.get(name);
  if (!value) {
    value = fetchParameter(name);
    value.catch(() => read.delete(name));
    read.set(name, value);
  }
  return value;
}
