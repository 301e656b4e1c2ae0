import { keep, type Stored } from "../aws/record.ts";

export type Fields = { name: string };
export type Team = Stored<Fields>;

/** Guards: the name. */
export const teams = keep<Fields>({
  noun: "team",
  shared: true,
  attributes: ["name"],
  keyed: ["name"],
  guards: (team) => [{ kind: "team-name", value: team.name.toLowerCase() }],
});
