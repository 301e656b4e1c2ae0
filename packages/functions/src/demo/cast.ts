import * as Context from "@rapport/core/kernel/context";
import * as Member from "@rapport/core/member";
import * as Team from "@rapport/core/team";
import * as Workspace from "@rapport/core/workspace";

export const PASSWORD = "rapport-demo";
export const OWNER = "owner@demo.example";
export const DAY = 86_400_000;

/** Who sells, with the team that decides who sees it. */
export type Seller = { ownerId: string; teamId?: string };

/** The workspace and who works in it. */
export type Cast = {
  workspace: Workspace.Info;
  owner: string;
  sellers: Seller[];
  marketer: string;
  support: string;
};

export async function cast(start: Date): Promise<Cast> {
  const actor = { kind: "system", workspaceId: "demo", id: "demo" } as const;
  const context = { actor, cause: "demo", depth: 0, silent: true, at: start };
  const { workspace, member } = await Context.provide(context, () =>
    Workspace.create({
      workspace: "Meridian Supply",
      name: "Olga Owner",
      email: OWNER,
      password: PASSWORD,
      currency: "EUR",
      timeZone: "Asia/Baku",
    }),
  );
  return Context.provide({ ...context, actor: { ...actor, workspaceId: workspace.id } }, async () => {
    const west = await Team.create({ name: "West" });
    const enroll = (
      name: string,
      email: string,
      role: "sales" | "marketer" | "support" | "manager",
      teamId?: string,
    ) =>
      Member.enroll({ name, email, role, password: PASSWORD, ...(teamId ? { teamId } : {}) }).then(
        (enrolled) => enrolled.id,
      );
    const seller = async (
      name: string,
      email: string,
      role: "sales" | "manager",
      teamId?: string,
    ): Promise<Seller> => ({
      ownerId: await enroll(name, email, role, teamId),
      ...(teamId ? { teamId } : {}),
    });
    // Side by side: a password's hash takes its time on purpose.
    const [marketer, support, ...sellers] = await Promise.all([
      enroll("Mark Marketer", "marketer@demo.example", "marketer"),
      enroll("Suri Support", "support@demo.example", "support"),
      seller("Sam Sales", "sales@demo.example", "sales", west.id),
      seller("Nadia Novak", "nadia@demo.example", "sales", west.id),
      seller("Tom Becker", "tom@demo.example", "sales"),
      seller("Mina Manager", "manager@demo.example", "manager"),
    ]);
    return { workspace, owner: member.id, sellers, marketer, support };
  });
}
