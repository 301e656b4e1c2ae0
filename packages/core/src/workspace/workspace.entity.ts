import { keep, type Stored } from "../aws/record.ts";

export type Fields = {
  name: string;
  currency: string;
  timeZone: string;
  locale: string;
  postalAddress?: string | undefined;
  samples?: boolean | undefined;
};
export type Workspace = Stored<Fields>;

/** One record a workspace, under its own id: `w#WS#workspace#WS`. */
export const workspaces = keep<Fields>({
  noun: "workspace",
  shared: true,
  attributes: ["name", "currency", "timeZone", "locale", "postalAddress", "samples"],
});
