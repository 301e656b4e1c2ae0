import type { Owner } from "./client.ts";

export type Form = { id: string; url: string };

export function aForm(owner: Owner, more: object = {}): Promise<Form> {
  const questions = [
    { field: "firstName", label: "First name", required: false },
    { field: "email", label: "Email", required: true },
  ];
  return owner.post<Form>("/forms", { name: "Website", title: "Talk to us", questions, ...more });
}

/** As a browser sends a form. */
export function answer(form: Form, fields: Record<string, string>): Promise<Response> {
  return fetch(form.url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
}
