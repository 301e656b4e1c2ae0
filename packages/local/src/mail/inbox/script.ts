/** Asks every two seconds, while someone looks, whether there is something new; nothing else runs in the page. */
export const SCRIPT = `
const list = document.querySelector("#list");
const facts = document.querySelector("#facts");
let since = document.body.dataset.version;
async function look() {
  if (document.visibilityState !== "visible") return;
  const address = new URL("/__local/inbox/live", location.href);
  for (const name of ["q", "id", "tab", "before", "direction"]) {
    const value = new URLSearchParams(location.search).get(name);
    if (value) address.searchParams.set(name, value);
  }
  address.searchParams.set("since", since);
  const response = await fetch(address);
  if (response.status !== 200) return;
  const next = await response.json();
  since = next.version;
  const top = list.scrollTop;
  const held = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  list.innerHTML = next.list;
  list.scrollTop = top;
  if (held) list.querySelector('[href="' + CSS.escape(held) + '"]')?.focus();
  if (facts && next.facts) facts.innerHTML = next.facts;
}
setInterval(() => look().catch(() => {}), 2000);
document.addEventListener("visibilitychange", () => look().catch(() => {}));
document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, textarea") || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("#q").focus();
  }
  if (event.key !== "j" && event.key !== "k") return;
  const rows = [...list.querySelectorAll("a.row")];
  const at = rows.findIndex((row) => row.getAttribute("aria-current"));
  const next = rows[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
  if (next) location.href = next.href;
});
`;
