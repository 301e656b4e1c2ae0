import { type Answer, type Ask, at, idOf, type Row, stamps, type World } from "./world.ts";

const nouns = { contacts: "contact", companies: "company", activities: "activity" } as const;
const problem = (status: number, type: string, title: string, detail = title, more = {}): Answer => ({
  status,
  body: { type: `/problems/${type}`, title, status, detail, ...more },
});

function page(rows: Row[], query: URLSearchParams): Answer {
  const limit = Number(query.get("limit") ?? 50);
  const start = Number(query.get("cursor") ?? 0);
  const cursor = start + limit < rows.length ? String(start + limit) : undefined;
  return { status: 200, body: { items: rows.slice(start, start + limit), cursor } };
}

/** What the API would answer. */
export function answer(world: World, ask: Ask): Answer {
  const [, noun = "", id, verb] = ask.path.split("/");
  world.requests.push(`${ask.method} ${ask.path}`);
  if (noun === "auth") return auth(world, ask);
  if (!world.signedIn) return problem(401, "unauthenticated", "Sign in first");
  if (noun === "me" && id === "sessions") return { status: 200, body: { items: sessions } };
  if (noun === "me") return { status: 200, body: me(world) };
  if (noun === "members" && id === "invitations") return { status: 200, body: { items: invitations } };
  if (noun === "members") return page(world.members, ask.query);
  if (noun === "changes") return { status: 200, body: { items: [], since: "1" } };
  if (noun === "timeline") return timeline(world, id!, ask.query);
  if (noun === "search") return search(world, ask.query.get("q") ?? "");
  if (!(noun in nouns)) return problem(404, "not-found", "Not found");
  const kind = nouns[noun as keyof typeof nouns];
  const rows = world[kind];
  if (!id) {
    if (ask.method === "POST") return create(world, kind, ask.body);
    const trash = ask.query.get("shelf") === "trash";
    const company = ask.query.get("companyId");
    return page(
      [...rows.values()].filter(
        (row) => !!row.removedAt === trash && (!company || row.companyId === company),
      ),
      ask.query,
    );
  }
  const row = rows.get(id);
  if (!row)
    return problem(404, "not-found", "Not found", `There is no ${kind} ${id}, or you may not see it.`);
  if (ask.version && ask.version !== row.version)
    return problem(412, "stale", "Somebody changed this meanwhile", `The ${kind} ${id} has a newer version.`);
  if (verb === "complete") Object.assign(row, { state: row.kind === "task" ? "completed" : "held" });
  else if (verb === "restore") delete row.removedAt;
  else if (ask.method === "DELETE") row.removedAt = new Date().toISOString();
  else if (ask.method === "PATCH") {
    if (typeof ask.body.email === "string" && !ask.body.email.includes("@"))
      return problem(400, "invalid", "The request is not valid", "email: is not an email", {
        issues: [{ path: "email", message: "is not an email" }],
      });
    for (const [field, value] of Object.entries(ask.body)) {
      if (value === null) delete row[field];
      else row[field] = value;
    }
  } else return { status: 200, body: row };
  row.version += 1;
  if (kind === "contact") row.name = nameOf(row);
  return { status: 200, body: row };
}

const nameOf = (row: Record<string, unknown>) =>
  [row.firstName, row.lastName].filter(Boolean).join(" ") || String(row.email ?? row.phone ?? "");

function create(
  world: World,
  kind: "contact" | "company" | "activity",
  body: Record<string, unknown>,
): Answer {
  if (kind === "contact" && !nameOf(body))
    return problem(
      400,
      "invalid",
      "The request is not valid",
      "firstName: needs a name, an email or a phone",
      {
        issues: [{ path: "firstName", message: "needs a name, an email or a phone" }],
      },
    );
  const taken =
    kind === "contact" && body.email
      ? [...world.contact.values()].find((row) => row.email === body.email)
      : undefined;
  if (taken)
    return problem(
      409,
      "duplicate-email",
      "That conflicts with what is there",
      "A contact with this email exists.",
      { existing: taken.id },
    );
  const row: Row = {
    id: idOf(kind.slice(0, 3), 900_000 + world[kind].size),
    tags: [],
    ...(kind === "contact" ? { lifecycle: "lead", source: "manual", name: nameOf(body) } : {}),
    ...(kind === "activity"
      ? { at: new Date().toISOString(), state: "done", ownerId: world.members[0]!.id }
      : {}),
    ...body,
    ...stamps(0, world.members[0]!.id),
  };
  world[kind] = new Map([[row.id, row], ...world[kind]]);
  return { status: 201, body: row };
}

function auth(world: World, ask: Ask): Answer {
  if (ask.path === "/auth/sign-in") {
    if (ask.body.password !== "rapport-demo")
      return problem(401, "unauthenticated", "Email or password is wrong", "Check both and try again.");
    world.signedIn = true;
  } else if (ask.path === "/auth/sign-out") world.signedIn = false;
  return { status: 204 };
}

const sessions = [
  {
    id: idOf("ses", 1),
    current: true,
    ip: "127.0.0.1",
    agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/153.0",
    createdAt: at(0),
  },
  {
    id: idOf("ses", 2),
    current: false,
    ip: "10.0.0.7",
    agent: "Mozilla/5.0 (iPhone) Safari/605.1",
    createdAt: at(3),
  },
];
const invitations = [
  {
    id: idOf("inv", 1),
    email: "new.colleague@demo.example",
    role: "sales",
    visibility: "team",
    expiresAt: at(-5),
  },
];

function me(world: World) {
  const permissions = ["contact", "company", "deal", "activity", "member", "workspace"].flatMap((noun) =>
    ["read", "write", "remove"].map((verb) => `${noun}:${verb}`),
  );
  const workspace = {
    id: "wsp_1",
    name: "Demo Trading",
    currency: "AZN",
    timeZone: "Asia/Baku",
    locale: "en",
  };
  const workspaces = [{ id: "wsp_1", name: "Demo Trading", current: true }];
  return {
    member: world.members[0],
    workspace,
    workspaces,
    permissions,
    via: "session",
    secondFactor: { on: false },
  };
}

function timeline(world: World, party: string, query: URLSearchParams): Answer {
  const entries: Row[] = [...world.activity.values()]
    .filter(
      (row) =>
        (row.about as string[]).includes(party) &&
        !row.removedAt &&
        (!query.get("kind") || row.kind === query.get("kind")),
    )
    .map((row) => ({ ...row, entryId: row.id, by: row.ownerId, summary: row.body }))
    .sort((a, b) => String((b as Row).at).localeCompare(String((a as Row).at)));
  if (!query.get("kind"))
    entries.push({ id: "fact", version: 1, entryId: "fact", kind: "system", at: at(70), title: "Created" });
  return page(entries, query);
}

function search(world: World, text: string): Answer {
  const words = text.toLocaleLowerCase().split(/\s+/);
  const found = (["contact", "company"] as const).flatMap((noun) =>
    [...world[noun].values()]
      .filter((row) => words.every((word) => String(row.name).toLocaleLowerCase().includes(word)))
      .slice(0, 8)
      .map((row) => ({ noun, id: row.id, title: row.name, subtitle: row.email ?? row.industry })),
  );
  return { status: 200, body: { items: found } };
}
