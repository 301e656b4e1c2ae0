import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** What bundles and templates are made of. */
const INPUTS = ["packages/core/src", "packages/functions/src", "infra", "package-lock.json"];

/** One hash over the contents of every input: the same inputs never build twice. */
export function inputsHash(root: string, inputs = INPUTS): string {
  const hash = createHash("sha256");
  const visit = (path: string): void => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    if (!statSync(full).isDirectory()) {
      hash.update(`${path}\0`).update(readFileSync(full)).update("\0");
      return;
    }
    for (const name of readdirSync(full).sort()) if (!name.startsWith(".")) visit(join(path, name));
  };
  for (const input of inputs) visit(input);
  return hash.digest("hex").slice(0, 16);
}
