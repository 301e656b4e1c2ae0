import * as Form from "@rapport/core/form";
import { formMarkup, type Given } from "@rapport/core/form/markup";
import * as Context from "@rapport/core/kernel/context";
import { Refusal } from "@rapport/core/kernel/error";
import { escaped } from "@rapport/core/kernel/html";
import { newId } from "@rapport/core/kernel/id";
import { Hono, type Context as Request } from "hono";
import { clientOf } from "../api/session.ts";
import { page, policy } from "./page.ts";

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

function shown(c: Request, form: Form.Info, given: Given = {}, problem = "") {
  if (form.redirectTo) c.header("Content-Security-Policy", policy(new URL(form.redirectTo).origin));
  const intro = form.intro ? `<p>${escaped(form.intro)}</p>` : "";
  const alert = problem ? `<p role="alert">${escaped(problem)}</p>` : "";
  return c.html(page(form.title, intro + alert + formMarkup(form, { given })), problem ? 400 : 200);
}

/** A form as a page of its own, without script: GET shows it, POST takes the answers. */
export const forms = new Hono()
  .get("/:workspace/:id", async (c) => {
    try {
      return shown(c, await asVisitor(c, () => Form.show({ id: c.req.param("id") })));
    } catch (error) {
      const known = refused(error);
      if (!known) throw error;
      return c.html(page("Nothing here", `<p>${known.text}</p>`), known.status === 410 ? 410 : 404);
    }
  })
  .post("/:workspace/:id", async (c) => {
    const id = c.req.param("id");
    const sent = await c.req.formData();
    const given: Given = {};
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
      return shown(c, form, given, known.text);
    }
  });
