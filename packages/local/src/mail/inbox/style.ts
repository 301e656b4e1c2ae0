/** look.md in one page: hairlines, dark ink, one petrol accent, a status is a dot and a word. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --canvas: light-dark(#f5f7f7, #0f1415); --surface: light-dark(#fff, #161c1e);
  --text: light-dark(#161c1d, #e6ecec); --muted: light-dark(#566163, #98a6a8);
  --accent: light-dark(#0f5e73, #6cc3d8); --positive: light-dark(#1b7245, #5cc28d);
  --attention: light-dark(#875800, #e9b24c); --danger: light-dark(#b3261e, #f08a80);
  --line: light-dark(#dfe5e6, #2a3335); --chosen: light-dark(#e7f0f2, #1d2c30);
}
* { box-sizing: border-box; }
html, body { height: 100%; }
body {
  margin: 0; display: grid; grid-template: 48px minmax(0, 1fr) / 360px minmax(0, 1fr);
  background: var(--canvas); color: var(--text);
  font: 400 13px/20px "Onest Variable", Onest, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
a { color: inherit; text-decoration: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: -2px; }
header { grid-column: 1 / -1; display: flex; align-items: center; gap: 12px; padding-inline: 16px; border-bottom: 1px solid var(--line); background: var(--surface); }
h1 { margin: 0; font-size: 15px; line-height: 22px; font-weight: 640; }
header .views { display: flex; gap: 12px; }
.views a { color: var(--muted); } .views a[aria-current] { color: var(--accent); font-weight: 520; }
header form { margin-inline-start: auto; }
input, textarea, button { font: inherit; color: inherit; }
input, textarea { border: 1px solid var(--line); border-radius: 6px; background: var(--canvas); padding: 5px 10px; }
input { inline-size: 240px; block-size: 32px; }
textarea { inline-size: 100%; block-size: 96px; resize: vertical; display: block; margin-block: 8px; }
#list { overflow-y: auto; border-inline-end: 1px solid var(--line); background: var(--surface); }
#list ol { list-style: none; margin: 0; padding: 0; }
.row { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 12px; padding: 6px 16px; border-bottom: 1px solid var(--line); min-block-size: 52px; }
.row > * { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.row .who { font-weight: 520; unicode-bidi: plaintext; text-align: match-parent; } .row time, .row .subject { color: var(--muted); }
.row .subject { unicode-bidi: plaintext; text-align: match-parent; }
.row[aria-current] { background: var(--chosen); box-shadow: inset 2px 0 0 var(--accent); }
.status { display: inline-flex; align-items: center; gap: 6px; color: var(--muted); }
.status::before { content: ""; inline-size: 8px; block-size: 8px; border-radius: 50%; background: var(--muted); }
.status.delivered::before, .status.stored::before { background: var(--positive); }
.status.delayed::before { background: var(--attention); }
.status.bounced::before, .status.complained::before, .status.rejected::before, .status.failed::before { background: var(--danger); }
.older, .none { display: block; padding: 12px 16px; color: var(--muted); } .older { color: var(--accent); }
main { display: flex; flex-direction: column; min-block-size: 0; overflow: auto; }
main > * { padding-inline: 24px; }
.head { padding-block: 16px 12px; border-bottom: 1px solid var(--line); background: var(--surface); }
h2 { margin: 0 0 4px; font-size: 20px; line-height: 28px; font-weight: 640; overflow-wrap: anywhere; unicode-bidi: plaintext; text-align: match-parent; }
.meta { color: var(--muted); font-size: 12px; line-height: 16px; margin: 2px 0; overflow-wrap: anywhere; }
.events { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 8px 0 0; padding: 0; }
.actions { display: flex; flex-wrap: wrap; align-items: start; gap: 8px; margin-block-start: 12px; }
.actions form { margin: 0; }
button, summary.button { block-size: 32px; padding-inline: 12px; border: 1px solid var(--line); border-radius: 6px; background: var(--surface); cursor: pointer; color: var(--accent); font-weight: 520; }
button.danger { color: var(--danger); }
summary.button { display: inline-flex; align-items: center; list-style: none; } summary.button::-webkit-details-marker { display: none; }
details[open].reply { flex-basis: 100%; }
.note { margin: 0; padding-block: 8px; border-bottom: 1px solid var(--line); color: var(--accent); background: var(--chosen); }
.tabs { display: flex; gap: 16px; padding-block: 8px; border-bottom: 1px solid var(--line); background: var(--surface); }
.tabs a { color: var(--muted); } .tabs a[aria-current] { color: var(--accent); font-weight: 520; }
iframe { flex: 1; min-block-size: 320px; inline-size: 100%; border: 0; padding: 0; background: #fff; color-scheme: light; }
pre { margin: 0; padding-block: 16px; flex: 1; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/18px ui-monospace, monospace; }
pre.text { font: 400 15px/22px "Onest Variable", Onest, system-ui, sans-serif; max-inline-size: 720px; unicode-bidi: plaintext; }
table { border-collapse: collapse; margin-block: 8px; font-size: 12px; line-height: 16px; }
th, td { text-align: start; vertical-align: top; padding: 4px 12px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; font-weight: 400; } th { color: var(--muted); white-space: nowrap; }
.parts { margin: 0; padding-block: 8px; border-top: 1px solid var(--line); display: flex; gap: 16px; flex-wrap: wrap; } .parts a { color: var(--accent); }
.blank { margin: auto; color: var(--muted); text-align: center; }
.back { display: none; }
@media (max-width: 760px) {
  body { grid-template-columns: minmax(0, 1fr); }
  header .views { display: none; } input { inline-size: 100%; }
  #list { border: 0; }
  body.open #list, body:not(.open) main { display: none; }
  .back { display: inline-block; padding-block: 8px; color: var(--accent); }
  main > * { padding-inline: 16px; }
}
`;
