import { type Jar, jar, type Stage } from "../stage/helper.ts";

/** What the API answers, read as the test expects it. */
export type Json = Record<string, unknown>;

export type Client = {
  get<T = Json>(path: string): Promise<T>;
  post<T = Json>(path: string, body?: object): Promise<T>;
  patch<T = Json>(path: string, body: object): Promise<T>;
  /** Everything of a list, page by page. */
  all<T = Json>(path: string): Promise<T[]>;
};

export const password = "correct horse battery";

function clientOf(browser: Jar): Client {
  async function ask<T>(method: string, path: string, body?: object): Promise<T> {
    const sent =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    const answer = await browser.fetch(`/api/v1${path}`, { method, ...sent });
    const text = await answer.text();
    if (!answer.ok)
      throw new Error(`${method} ${path} was answered with ${answer.status}: ${text.slice(0, 500)}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  return {
    get: (path) => ask("GET", path),
    post: (path, body = {}) => ask("POST", path, body),
    patch: (path, body) => ask("PATCH", path, body),
    async all<T>(path: string): Promise<T[]> {
      const items: T[] = [];
      let cursor: string | undefined;
      do {
        const more = cursor ? `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(cursor)}` : "";
        const page: { items: T[]; cursor?: string } = await ask("GET", path + more);
        items.push(...page.items);
        cursor = page.cursor;
      } while (cursor);
      return items;
    },
  };
}

export type Owner = Client & { email: string; memberId: string; workspaceId: string };

/** Somebody signs up and so owns a workspace of their own. */
export async function signUp(stage: Stage, email = "ada@journey.example"): Promise<Owner> {
  const client = clientOf(jar(() => stage.url));
  const made = await client.post<{ workspace: { id: string }; member: { id: string } }>("/auth/sign-up", {
    workspace: "Engines",
    name: "Ada",
    email,
    password,
  });
  return { ...client, email, memberId: made.member.id, workspaceId: made.workspace.id };
}
