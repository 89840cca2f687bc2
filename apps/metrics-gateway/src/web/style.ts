/** The page's style sheet, served as it stands. Contrast is at least 4.5 to 1 for text in both schemes. */
export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #f5f6f8;
  --card: #ffffff;
  --ink: #1b2130;
  --quiet: #566074;
  --line: #d8dce4;
  --stripe: #f8f9fb;
  --link: #1a56b0;
  --bad: #b3261e;
  --track: #dfe4ec;
  --filled: #2f6fd0;
  --label: #eaf0fa;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12151c;
    --card: #1a1f29;
    --ink: #e6e9f0;
    --quiet: #a3adbf;
    --line: #323a49;
    --stripe: #1e2430;
    --link: #8fb8ff;
    --bad: #ff9a91;
    --track: #343d4e;
    --filled: #6ea4ff;
    --label: #263247;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto;
  padding: 1rem clamp(0.75rem, 3vw, 2rem) 2rem;
  max-width: 82rem;
  background: var(--ground);
  color: var(--ink);
  font: 0.9375rem/1.45 system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
h1 { margin: 0; font-size: 1.5rem; line-height: 1.2; }
h2 { margin: 0; font-size: 1.125rem; }
h3 { margin: 0; font-size: 0.8125rem; font-weight: 600; color: var(--quiet); }
p { margin: 0.25rem 0; }
ul { margin: 0; padding: 0; list-style: none; }
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.9em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.quiet { color: var(--quiet); }
.bad { color: var(--bad); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; padding: 0.5rem 1rem; background: var(--card); }
.skip:focus { left: 1rem; }

header { display: flex; flex-wrap: wrap; align-items: end; gap: 0.75rem 1.5rem; margin-bottom: 0.75rem; }
header .title { flex: 1 1 20rem; }
header p { margin: 0; }
form { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; }
form label { font-weight: 600; }
input[type='search'] { width: 19rem; max-width: 100%; padding: 0.4rem 0.6rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--quiet); border-radius: 6px; }
input::placeholder { color: var(--quiet); opacity: 1; }
button { padding: 0.4rem 0.9rem; font: inherit; font-weight: 600; color: var(--card); background: var(--link); border: 1px solid var(--link); border-radius: 6px; cursor: pointer; }
.tools { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; flex-basis: 100%; }
#refresh-said { color: var(--bad); }
#refresh-said:empty { display: none; }

section { margin-top: 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
#glance { padding: 0; background: none; border: 0; }
section:target { border-color: var(--link); }
.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 0.75rem; }
.tile { padding: 0.75rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.figure-large { margin: 0.125rem 0; font-size: 1.75rem; font-weight: 600; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tile .quiet { font-size: 0.8125rem; }
.bar { display: block; width: 100%; height: 0.5rem; border-radius: 0.25rem; }
.bar .track { fill: var(--track); }
.bar .filled { fill: var(--filled); }
.bar.alarming .filled { fill: var(--bad); }
.tile .bar { margin: 0.25rem 0 0.375rem; }
.share { display: grid; grid-template-columns: 5rem auto; justify-content: start; white-space: nowrap; gap: 0.5rem; align-items: center; font-variant-numeric: tabular-nums; }
.searched { margin-top: 0.75rem; font-weight: 600; }

.contents { margin-top: 1rem; }
.contents ul, .orders ul, .pages ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
.count { display: inline-block; padding: 0 0.5em; font-size: 0.8125rem; font-weight: 600; color: var(--ink); background: var(--label); border-radius: 1em; font-variant-numeric: tabular-nums; }
.about { max-width: 75ch; color: var(--quiet); }
.nothing { margin-top: 0.75rem; font-weight: 600; }
.orders { margin: 0.5rem 0; }
.orders [aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
.pages { margin-top: 0.75rem; }
pre { margin: 0.5rem 0; padding: 0.75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; }

table { width: 100%; border-collapse: collapse; }
caption { padding: 0.25rem 0; text-align: left; font-size: 0.8125rem; color: var(--quiet); }
th, td { padding: 0.4rem 0.75rem 0.4rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
thead th { font-size: 0.8125rem; color: var(--quiet); white-space: nowrap; }
thead th[aria-sort] { color: var(--ink); }
thead th[aria-sort='ascending']::after { content: ' \\2191'; }
thead th[aria-sort='descending']::after { content: ' \\2193'; }
tbody th { font-weight: 400; }
.figure { text-align: right; font-variant-numeric: tabular-nums; }
.figure div { white-space: nowrap; }
time { white-space: nowrap; }
.labels { display: flex; flex-wrap: wrap; gap: 0.25rem; }
.label { padding: 0 0.5em; background: var(--label); border-radius: 4px; font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.8125rem; }
.help { display: block; font-size: 0.8125rem; color: var(--quiet); }
footer { margin-top: 1.5rem; font-size: 0.8125rem; }

@media (max-width: 72rem) {
  .tiles { grid-template-columns: repeat(3, 1fr); }
}
@media (max-width: 46rem) {
  .tiles { grid-template-columns: 1fr 1fr; gap: 0.5rem; }
  .figure-large { font-size: 1.375rem; }
  form, input[type='search'] { flex: 1 1 auto; }
  section { padding: 0.75rem; }
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { display: grid; grid-template-columns: 1fr 1fr; gap: 0.125rem 1rem; padding: 0.5rem 0; border-top: 1px solid var(--line); }
  tbody th, td { display: block; padding: 0; border: 0; }
  tbody th, td.wide { grid-column: 1 / -1; }
  td::before { content: attr(data-title); display: block; font-size: 0.75rem; color: var(--quiet); }
  td.figure { text-align: left; }
}
@media (prefers-contrast: more) {
  :root { --quiet: var(--ink); --line: var(--ink); }
}
@media print {
  form, .tools, .orders, .pages, .contents, .skip { display: none; }
}
`;
