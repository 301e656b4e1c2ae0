import { keep } from "@rapport/core/aws/record";
import * as Contact from "@rapport/core/contact";
import * as Context from "@rapport/core/kernel/context";
import { type Noun, newId } from "@rapport/core/kernel/id";

const noun = "patron" as Noun;
const patrons = keep<{ name: string }>({ noun, shared: true, attributes: ["name"] });

/** What people do with the newer version: a contact and a patron for each name. */
export async function handler({ workspaceId, names }: { workspaceId: string; names: string[] }) {
  const actor = { kind: "system" as const, workspaceId, id: "newer" };
  const context = { actor, cause: newId("request"), depth: 0, silent: false };
  return Context.provide(context, async () => {
    const ids: string[] = [];
    for (const name of names) {
      const email = `${name.toLowerCase()}@newer.example`;
      ids.push((await Contact.create({ firstName: name, email })).id);
      ids.push((await patrons.create({ name })).id);
    }
    return ids;
  });
}
