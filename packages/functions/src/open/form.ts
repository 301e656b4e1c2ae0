import * as Form from "@rapport/core/form";
import * as Context from "@rapport/core/kernel/context";
import { Refusal } from "@rapport/core/kernel/error";
import { newId } from "@rapport/core/kernel/id";
import { Hono, type Context as Request } from "hono";
import { clientOf } from "../api/session.ts";
import { escaped, page } from "./page.ts";

type Answers = Record<string, string>;

/** Runs as a visitor of the workspace that the address names; core looks whether it has such a form. */
function asVisitor<T>(c: Request, run: () => Promise<T>): Promise<T> {
  const workspaceId = c.req.param("workspace") ?? "";
  const actor = { kind: "visitor", workspaceId, id: "visitor" } as const;
  const context = { actor, cause: newId("request"), depth: 0, silent: false, client: clientOf(c as never) };
  return Context.provide(context, run);
}

function refused(error: unknown): { status: 400 | 404 | 410 | 429; text: string } | undefined {
  if (!(error instanceof Refusal)) return undefined;
  if (error.status === 410) return { status: 410, text: "This form takes no more answers." };
  if (error.status === 429)
    return { status: 429, text: "Too many answers from here. Try again in some minutes." };
  if (error.status === 404) return { status: 404, text: "There is no form at this address." };
  return { status: 400, text: error.message };
}

const types: Partial<Record<Form.Asked, string>> = { email: "email", phone: "tel" };
const fills: Partial<Record<Form.Asked, string>> = {
  firstName: "given-name",
  lastName: "family-name",
  email: "email",
  phone: "tel",
  company: "organization",
  country: "country-name",
};

function field({ field: name, label, required }: Form.Info["questions"][number], given: Answers): string {
  const value = escaped(given[name] ?? "");
  const shared = `name="${name}"${required ? " required" : ""}`;
  const input =
    name === "message"
      ? `<textarea ${shared} rows="4" maxlength="2000">${value}</textarea>`
      : `<input ${shared} type="${types[name] ?? "text"}" autocomplete="${fills[name] ?? "off"}" maxlength="254" value="${value}">`;
  return `<label>${escaped(label)}${required ? " *" : ""}<br>${input}</label>`;
}

/** Nobody sees the field `website`; who fills it is a robot. The box of consent is never ticked beforehand. */
function shown(form: Form.Info, given: Answers = {}, problem = ""): string {
  const consent = form.consentText
    ? `<label><input type="checkbox" name="consent" value="yes"> ${escaped(form.consentText)}</label>`
    : "";
  const trap = `<p hidden aria-hidden="true"><label>Website <input name="website" tabindex="-1" autocomplete="off"></label></p>`;
  return page(
    form.title,
    `${form.intro ? `<p>${escaped(form.intro)}</p>` : ""}${problem ? `<p role="alert">${escaped(problem)}</p>` : ""}<form method="post">${form.questions.map((question) => field(question, given)).join("")}${consent}${trap}<p><button>Send</button></p></form>`,
  );
}

/** A form as a page of its own, without script: GET shows it, POST takes the answers. */
export const forms = new Hono()
  .get("/:workspace/:id", async (c) => {
    try {
      return c.html(shown(await asVisitor(c, () => Form.show({ id: c.req.param("id") }))));
    } catch (error) {
      const known = refused(error);
      if (!known) throw error;
      return c.html(page("Nothing here", `<p>${known.text}</p>`), known.status === 410 ? 410 : 404);
    }
  })
  .post("/:workspace/:id", async (c) => {
    const id = c.req.param("id");
    const sent = await c.req.formData();
    const given: Answers = {};
    for (const [name, value] of sent) if (typeof value === "string" && value !== "") given[name] = value;
    try {
      const form = await asVisitor(c, () => Form.submit({ ...given, id }));
      if (form.redirectTo) return c.redirect(form.redirectTo, 303);
      return c.html(
        page("Thank you", `<p role="status">${escaped(form.thanks ?? "We got your answers.")}</p>`),
      );
    } catch (error) {
      const known = refused(error);
      if (!known) throw error;
      if (known.status !== 400) return c.html(page("Not now", `<p>${known.text}</p>`), known.status);
      const form = await asVisitor(c, () => Form.show({ id }));
      return c.html(shown(form, given, known.text), 400);
    }
  });
