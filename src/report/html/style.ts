/** The style sheet of the page: one column, light and dark, and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b1f24; --soft: #59636e; --line: #d9dee3; --wash: #f5f7f9; --link: #0b57a4;
  --can: #1f7a5a; --now: #b06f00; --none: #7a4fb5; --cannot: #8b95a1; --unknown: #2f6f9f;
  --can-wash: #e3f3ec; --now-wash: #fbf0da; --none-wash: #f0e9fa; --cannot-wash: #eef0f3; --unknown-wash: #e3eef7;
  --can-ink: #14573f; --now-ink: #7a4d00; --none-ink: #57358a; --cannot-ink: #4c5560; --unknown-ink: #1d4f75;
  --critical: #8f1020; --high: #b3372a; --medium: #8a5a00; --low: #2f6f9f; --info: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e6e9ed; --soft: #a3adb8; --line: #313943; --wash: #1c2229; --link: #7db7f0;
    --can: #3aa981; --now: #d39a35; --none: #a583da; --cannot: #6d7782; --unknown: #5b9fd0;
    --can-wash: #17352a; --now-wash: #3a2c12; --none-wash: #2d2340; --cannot-wash: #262c34; --unknown-wash: #18303f;
    --can-ink: #8fe0bf; --now-ink: #f0c987; --none-ink: #d3bdf5; --cannot-ink: #c3cad2; --unknown-ink: #a7d3f2;
    --critical: #ff8f8f; --high: #ff9d8a; --medium: #f0c060; --low: #8cc4ee; --info: #a3adb8;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body {
  margin: 0 auto; padding: 2.5rem 2rem 4rem; max-width: 86rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; font-weight: 650; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; margin: 3rem 0 .8rem; padding-bottom: .35rem; border-bottom: 2px solid var(--ink); font-weight: 650; }
h3 { font-size: 1.08rem; margin: 2rem 0 .5rem; font-weight: 650; overflow-wrap: anywhere; }
h4 { font-size: .95rem; margin: 1.5rem 0 .4rem; font-weight: 650; }
p { margin: .4rem 0 .8rem; max-width: 52rem; }
a { color: var(--link); }
header p { color: var(--soft); font-size: 1.02rem; }
nav ul { list-style: none; padding: 0; margin: 1.2rem 0 0; display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; }
code, .mono { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .86em; }
code, .dn, td, th, li { overflow-wrap: anywhere; }
.soft { color: var(--soft); }
.small { font-size: .86rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: .4rem 0 1rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }

.scroll { overflow-x: auto; margin: .4rem 0 1.2rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--soft); padding: 0 0 .4rem; font-size: .88rem; }
th, td { text-align: left; vertical-align: top; padding: .38rem .7rem .38rem 0; border-bottom: 1px solid var(--line); }
thead th { overflow-wrap: break-word; font-weight: 600; color: var(--soft); border-bottom: 1px solid var(--soft); vertical-align: bottom; }
tbody th { font-weight: 500; }
th.n, td.n { text-align: right; }
td.n { white-space: nowrap; }
thead th.n { max-width: 8rem; padding-left: .6rem; }
tbody th[scope=row], .dn { min-width: 9rem; }
.sid { white-space: nowrap; }
.sddl { min-width: 20rem; }
tbody th.short { min-width: 3rem; }
ul.plain { list-style: none; margin: 0; padding: 0; }
tbody th.group { background: var(--wash); padding: .35rem .5rem; font-weight: 600; font-size: .86rem; }
td.zero { color: var(--soft); opacity: .65; }
.bar { min-width: 8rem; width: 30%; }
.bar svg { display: block; width: 100%; height: .95rem; margin-top: .22rem; }
.mini svg { display: block; width: 100%; min-width: 4rem; height: .5rem; margin-top: .25rem; }

.s-can { fill: var(--can); } .s-can-until-sdprop { fill: url(#stripes); } .s-no-effect { fill: url(#dots); }
.s-cannot { fill: var(--cannot); opacity: .45; } .s-unknown { fill: url(#cross); }
.p-now { fill: var(--now); } .p-now-wash { fill: var(--now-wash); } .p-none { fill: var(--none); }
.p-none-wash { fill: var(--none-wash); } .p-unknown { fill: var(--unknown); } .p-unknown-wash { fill: var(--unknown-wash); }
.legend { list-style: none; padding: 0; margin: .2rem 0 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.3rem; font-size: .86rem; color: var(--soft); }
.legend svg { width: 1.5rem; height: .75rem; vertical-align: -.05rem; margin-right: .35rem; }

.v { display: inline-block; white-space: nowrap; border-radius: .25rem; padding: .02rem .42rem; font-size: .82rem; font-weight: 600; }
.v-can { background: var(--can-wash); color: var(--can-ink); }
.v-can-until-sdprop { background: var(--now-wash); color: var(--now-ink); }
.v-no-effect { background: var(--none-wash); color: var(--none-ink); }
.v-cannot { background: var(--cannot-wash); color: var(--cannot-ink); }
.v-unknown { background: var(--unknown-wash); color: var(--unknown-ink); }
.why { display: block; font-size: .87em; line-height: 1.35; color: var(--soft); margin-top: .1rem; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .8rem; margin: 1rem 0 1.4rem; padding: 0; list-style: none; }
.tiles li { border: 1px solid var(--line); border-top: 4px solid var(--soft); border-radius: .3rem; padding: .6rem .8rem .55rem; }
.tiles b { display: block; font-size: 1.65rem; line-height: 1.15; font-weight: 650; font-variant-numeric: tabular-nums; }
.tiles .critical { border-top-color: var(--critical); } .tiles .high { border-top-color: var(--high); }
.tiles .medium { border-top-color: var(--medium); } .tiles .low { border-top-color: var(--low); }
.tiles .none { border-top-color: var(--line); color: var(--soft); }
.sev { font-size: .74rem; font-weight: 700; letter-spacing: .05em; text-transform: uppercase; border: 1.5px solid; border-radius: .25rem; padding: .05rem .4rem; white-space: nowrap; }
.sev.critical { color: var(--paper); background: var(--critical); border-color: var(--critical); }
.sev.high { color: var(--high); } .sev.medium { color: var(--medium); } .sev.low { color: var(--low); } .sev.info { color: var(--info); }
.note { border-left: 4px solid var(--soft); background: var(--wash); padding: .6rem .9rem; margin: .8rem 0; max-width: 60rem; }
.note.bad { border-left-color: var(--high); } .note.good { border-left-color: var(--can); }
.note p { margin: .15rem 0; }
article { margin: 0 0 2.2rem; }
article.finding { border: 1px solid var(--line); border-radius: .35rem; padding: .9rem 1.1rem .4rem; margin-bottom: 1.2rem; }
article.finding h3 { margin: 0 0 .35rem; }
.facts { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2rem; }
.filter { display: none; gap: .8rem; align-items: center; flex-wrap: wrap; margin: .6rem 0; font-size: .9rem; }
.js .filter { display: flex; }
.filter input, .filter select { font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--soft); border-radius: .25rem; padding: .25rem .5rem; }
.filter input { width: 20rem; max-width: 100%; }
tr[hidden], tbody[hidden] { display: none; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
:target > td, :target > th, tr:target { background: var(--now-wash); }
.defs { position: absolute; width: 0; height: 0; }
footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .86rem; }

@media (max-width: 46rem) { body { padding: 1.2rem 1rem 3rem; } .facts { grid-template-columns: 1fr; } }
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --ink: #000; --soft: #444; --line: #ccc; --wash: #f3f3f3; --link: #000;
    --can: #1f7a5a; --now: #b06f00; --none: #7a4fb5; --cannot: #8b95a1; --unknown: #2f6f9f;
    --can-wash: #e3f3ec; --now-wash: #fbf0da; --none-wash: #f0e9fa; --cannot-wash: #eef0f3; --unknown-wash: #e3eef7;
    --can-ink: #14573f; --now-ink: #7a4d00; --none-ink: #57358a; --cannot-ink: #4c5560; --unknown-ink: #1d4f75;
    --critical: #8f1020; --high: #b3372a; --medium: #8a5a00; --low: #2f6f9f; --info: #444;
  }
  @page { size: A4 landscape; margin: 14mm 12mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { padding: 0; max-width: none; font-size: 9.5pt; }
  nav, .js .filter { display: none; }
  .scroll { overflow: visible; }
  table { font-size: 8.5pt; }
  thead { display: table-header-group; break-after: avoid; }
  thead tr, tbody tr:first-child { break-after: avoid; }
  tr, .tiles li, .note { break-inside: avoid; }
  h2, h3, h4, caption, tbody th.group { break-after: avoid; }
  tr[hidden] { display: table-row; }
  tbody[hidden] { display: table-row-group; }
  a { text-decoration: none; }
}
`;
