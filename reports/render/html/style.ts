/** Style sheet of the report: system fonts, light and dark, and one for paper. Plots take its custom properties. */
export const STYLE = `
:root { color-scheme: light dark;
  --bg: #f5f6f8; --card: #ffffff; --ink: #1a2027; --muted: #57616d; --line: #dde2e8; --soft: #eef1f5;
  --s1: #2158d0; --s2: #c2500a; --s3: #0b7d6e; --s4: #8a3ab9; --s5: #8f6a00; --s6: #b02a5b;
  --bad: #b42318; --warn-bg: #fff4e5; --warn: #8a4b00;
  --bad-bg: #fdecea; --heat: #86aaf7; }
@media (prefers-color-scheme: dark) { :root {
  --bg: #11151a; --card: #191f26; --ink: #e6eaef; --muted: #a0abb8; --line: #313a45; --soft: #212932;
  --s1: #7aa7ff; --s2: #ff9d5c; --s3: #4fd1bd; --s4: #d19bf5; --s5: #e3bd4b; --s6: #ff8fb3;
  --bad: #ff8a80; --warn-bg: #35290f; --warn: #ffce7a;
  --bad-bg: #3b1a18; --heat: #2c5cc5; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main, header.page { max-width: 1300px; margin: 0 auto; padding: 0 24px; }
header.page { padding-top: 36px; }
h1 { font-size: 1.05rem; font-weight: 600; color: var(--muted); margin: 0 0 6px; letter-spacing: .01em; overflow-wrap: anywhere; }
.question { font-size: 1.75rem; line-height: 1.25; font-weight: 650; margin: 0 0 10px; letter-spacing: -.015em; max-width: 46ch;
  text-wrap: balance; overflow-wrap: anywhere; }
.facts { color: var(--muted); margin: 0; overflow-wrap: anywhere; text-wrap: pretty; }
h2 { font-size: 1.25rem; margin: 44px 0 12px; letter-spacing: -.01em; }
h3 { font-size: 1rem; margin: 0 0 4px; }
section { overflow-wrap: anywhere; }
.banner { border-left: 4px solid var(--warn); background: var(--warn-bg); color: var(--ink); padding: 10px 16px; margin: 18px 0 0;
  border-radius: 0 8px 8px 0; overflow-wrap: anywhere; }
.banner.bad { border-color: var(--bad); background: var(--bad-bg); }
.findings { padding: 0; margin: 26px 0 0; list-style: none; display: grid; gap: 8px; max-width: 92ch; }
ul.more { margin: 10px 0 0; }
.findings li { padding-left: 18px; border-left: 3px solid var(--line); min-width: 0; overflow-wrap: anywhere; }
header.page > .findings li:first-child { font-size: 1.08rem; line-height: 1.45; font-weight: 600; border-color: var(--s1); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(215px, 1fr)); gap: 14px;
  margin: 26px 0 0; padding: 0; list-style: none; }
.card, .plot, .table, .panel { background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
.card { padding: 14px 18px 15px; display: grid; grid-template-rows: subgrid; row-gap: 0; }
.card .name { color: var(--muted); font-size: .9rem; line-height: 1.35; }
.card .value { font-size: 1.9rem; font-weight: 650; letter-spacing: -.02em; line-height: 1.25; font-variant-numeric: tabular-nums; }
.card .range { color: var(--muted); font-size: .85rem; font-variant-numeric: tabular-nums; }
.card .then { border-top: 1px solid var(--line); margin-top: 9px; padding-top: 8px; font-size: .9rem; font-variant-numeric: tabular-nums; }
.card .then span.range { white-space: nowrap; }
.card .then b { font-weight: 650; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 16px; }
.plot { margin: 0; padding: 18px 20px 12px; display: flex; flex-direction: column; gap: 10px; min-width: 0; }
.plot p { color: var(--muted); font-size: .88rem; line-height: 1.45; margin: 0; }
.plot svg { display: block; max-width: 100%; height: auto; margin: 0 auto; }
.table { overflow-x: auto; position: relative; }
.table:focus-visible { outline: 3px solid var(--s1); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); font-size: .88rem; padding: 12px 14px 10px; }
th, td { padding: 7px 12px; text-align: right; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: normal; }
th { font-weight: 600; }
thead th { vertical-align: bottom; border-top: 0; color: var(--muted); font-size: .8rem; line-height: 1.3; }
tbody th { text-align: left; white-space: nowrap; }
thead th { min-width: 4.6em; } thead th.words { min-width: 0; }
td { white-space: nowrap; }
caption span { display: block; max-width: min(100%, calc(100vw - 70px), 1220px); position: sticky; left: 14px; }
.bounds { display: block; color: var(--muted); font-size: .8rem; font-weight: 400; white-space: nowrap; }
th.words, td.words { text-align: left; } td.long, tbody th.long { white-space: normal; min-width: 22em; max-width: 44em; }
tr.published th, tr.published td, tr.reason th, tr.reason td { color: var(--muted); font-style: italic; }
details { margin: 14px 0 0; } summary { cursor: pointer; font-weight: 600; padding: 4px 0; }
details .table { margin-top: 10px; }
dl.facts-list { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 6px 22px; margin: 0; }
dl.meanings { font-size: .88rem; max-width: 92ch; margin: 6px 0 0; }
dl.facts-list dt { color: var(--muted); } dl.facts-list dd { margin: 0; overflow-wrap: anywhere; }
.panel { padding: 18px 20px; }
pre { background: var(--soft); border-radius: 8px; padding: 12px 14px; margin: 10px 0; white-space: pre-wrap; overflow-wrap: anywhere; }
code, pre { font: .88em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
ul.plain { padding-left: 1.2em; margin: 0; }
footer { color: var(--muted); font-size: .85rem; padding: 36px 0 48px; }
@media (max-width: 820px) { main, header.page { padding-left: 18px; padding-right: 18px; } .question { font-size: 1.45rem; } }
@media (max-width: 560px) { .cards { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; } .card { padding: 12px 12px 13px; }
  dl.facts-list { grid-template-columns: 1fr; gap: 0; } dl.facts-list dd { margin-bottom: 10px; } }
@media print { @page { size: A4 landscape; margin: 12mm; }
  :root { --bg: #fff; } body { font-size: 10.5pt; } .card, .plot, .table, .panel, tr { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; } .table { overflow: visible; } }
`;
