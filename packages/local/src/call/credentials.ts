import { createHmac } from "node:crypto";
import type { Caller } from "./index.ts";

export type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken: string };

const FUNCTION = "function.";
const PERSON = "person.";

/** Keys that say who calls: each instance of a function has its own, made of its name and number. */
export class Keyring {
  private readonly secret: string;

  constructor(secret: string) {
    this.secret = secret;
  }

  ofFunction(name: string, instance: string): Credentials {
    return this.make(`${FUNCTION}${name}.${instance}`);
  }

  ofPerson(name: string): Credentials {
    return this.make(PERSON + name);
  }

  secretFor = (accessKeyId: string): string | undefined =>
    this.caller(accessKeyId)
      ? createHmac("sha256", this.secret).update(accessKeyId).digest("base64url")
      : undefined;

  caller(accessKeyId: string): Caller | undefined {
    if (accessKeyId.startsWith(FUNCTION)) {
      // Names of functions have no dots.
      const [name = "", instance] = accessKeyId.slice(FUNCTION.length).split(".");
      return { kind: "function", name, ...(instance ? { instance } : {}) };
    }
    if (accessKeyId.startsWith(PERSON)) return { kind: "person", name: accessKeyId.slice(PERSON.length) };
    return undefined;
  }

  private make(accessKeyId: string): Credentials {
    const secretAccessKey = this.secretFor(accessKeyId)!;
    const sessionToken = createHmac("sha256", this.secret)
      .update(`session ${accessKeyId}`)
      .digest("base64url");
    return { accessKeyId, secretAccessKey, sessionToken };
  }
}
