/** The glance, tables, folds, badges, commands and the search. */
export const PART_STYLES = `
.glance h3 { border: 0; padding: 0; margin-top: 1.5rem; font-size: 0.875rem; font-weight: 600; color: var(--muted); text-transform: uppercase; letter-spacing: 0.06em; }
.headline { font-size: clamp(1.375rem, 1rem + 1.6vw, 2rem); line-height: 1.2; font-weight: 650; max-width: none; margin-bottom: 0.5rem; text-wrap: balance; border-left: 6px solid var(--strong-edge); padding-left: 0.875rem; }
.headline.good { border-color: var(--good); }
.headline.warn { border-color: var(--warn); }
.headline.bad { border-color: var(--bad); color: var(--bad); }
.costs { list-style: none; padding: 0 0 0 1.25rem; margin-bottom: 1.25rem; font-size: 1.125rem; display: flex; flex-wrap: wrap; gap: 0.125rem 1.5rem; }
.promises { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem; margin-bottom: 1rem; }
.promise, .loss { background: var(--surface); border: 1px solid var(--edge); border-radius: 8px; padding: 1rem 1.125rem; }
.promise { display: flex; flex-direction: column; }
.promise p { margin: 0; }
.promise .verdicts { margin-top: auto; padding-top: 0.5rem; }
.promise .what { color: var(--muted); }
.promise .what strong { color: var(--text); }
.promise .big { font-size: clamp(2rem, 1.4rem + 2.4vw, 3rem); font-weight: 700; line-height: 1.15; letter-spacing: -0.02em; font-variant-numeric: tabular-nums; }
.promise .asked { color: var(--muted); font-variant-numeric: tabular-nums; }
.promise .used { display: block; margin: 0.5rem 0 0.25rem; }
.used .room { fill: var(--edge); } .used .within { fill: var(--accent); } .used .over { fill: var(--bad); }
.losses { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 1rem; }
.loss { max-width: none; background: var(--page); }
.loss p { margin: 0 0 0.5rem; }
.loss-title { font-weight: 650; }
.fates { display: flex; flex-wrap: wrap; gap: 0.375rem; }
.fate { flex: 1 1 4.5rem; text-align: center; padding: 0.25rem 0.5rem; border: 2px solid var(--strong-edge); border-radius: 6px; line-height: 1.25; font-weight: 600; overflow-wrap: anywhere; }
.fate small { display: block; font-weight: 400; color: inherit; }
.fate.lost { border: 2px dashed var(--bad); color: var(--bad); background: repeating-linear-gradient(135deg, transparent 0 7px, var(--bad-soft) 7px 9px); text-decoration: line-through; }
.fate.lost small { text-decoration: none; display: inline-block; width: 100%; }
.fate.serving { border-color: var(--good); background: var(--good-soft); color: var(--good); }
.fate.idle { color: var(--muted); }
.loss dl { display: grid; gap: 0.25rem; margin: 0.25rem 0 0; }
.loss dl div { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.5rem; }
dt { color: var(--muted); } dd { margin: 0; }
.facts > div { display: grid; gap: 0 1rem; margin-bottom: 0.5rem; }
@media (min-width: 48rem) { .facts > div { grid-template-columns: 13rem minmax(0, 1fr); } }
.badge { display: inline-flex; align-items: center; gap: 0.3rem; padding: 0.05rem 0.5rem 0.05rem 0.4rem; border-radius: 1rem; border: 1px solid currentColor; font-size: 0.8125rem; font-weight: 600; line-height: 1.4; }
.badge svg { flex: none; fill: none; stroke: currentColor; stroke-width: 2.2; stroke-linecap: round; stroke-linejoin: round; }
.badge small { color: inherit; }
.badge.good { color: var(--good); background: var(--good-soft); } .badge.warn { color: var(--warn); background: var(--warn-soft); }
.badge.bad { color: var(--bad); background: var(--bad-soft); } .badge.plain { color: var(--muted); background: var(--surface); }
.text.good { color: var(--good); } .text.warn { color: var(--warn); } .text.bad { color: var(--bad); }
.time { font-variant-numeric: tabular-nums; }
.basis { display: inline-flex; align-items: center; gap: 0.3rem; font-size: 0.8125rem; color: var(--muted); white-space: nowrap; }
.scroll { overflow-x: auto; margin: 0 0 1rem; border: 1px solid var(--edge); border-radius: 6px; }
table code { overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; font-size: 0.875rem; }
caption { text-align: left; padding: 0.5rem 0.75rem; color: var(--muted); font-size: 0.8125rem; }
th, td { text-align: left; vertical-align: top; padding: 0.5rem 0.75rem; border-top: 1px solid var(--edge); }
thead th { background: var(--surface); font-weight: 600; white-space: nowrap; border-top: 0; }
tbody th { font-weight: 600; }
td { min-width: 6rem; max-width: 38rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.number small, th.number small { display: block; }
td .badge { white-space: nowrap; }
.faults tbody th { min-width: 10rem; } .faults td { min-width: 6rem; } .faults thead th, .faults thead .number { white-space: normal; vertical-align: bottom; }
.more td { border-top: 0; padding-top: 0; max-width: none; } .more details { margin: 0; width: 0; min-width: 100%; } .more p { margin-bottom: 0.375rem; }
.more summary { display: grid; grid-template-columns: 1rem minmax(0, 1fr); color: var(--muted); list-style: none; }
.more summary::-webkit-details-marker { display: none; } .more summary::before { content: ""; width: 0; height: 0; margin-top: 0.45rem; border: 0.3rem solid transparent; border-left-color: currentColor; border-right: 0; }
.more details[open] summary::before { transform: rotate(90deg); }
.clip { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; } .more details[open] .clip { white-space: normal; }
.loss details { margin: 0.5rem 0 0; } .loss .fold { padding: 0; overflow-wrap: anywhere; }
details { margin: 0 0 0.5rem; }
summary { cursor: pointer; padding: 0.3rem 0.25rem; border-radius: 4px; }
summary:hover { background: var(--surface); }
.fold { padding: 0.5rem 0 0.5rem 1.125rem; }
pre { margin: 0 0 0.75rem; padding: 0.75rem; background: var(--surface); border: 1px solid var(--edge); border-radius: 6px; overflow-x: auto; white-space: pre; overflow-wrap: normal; max-width: 100%; }
.command { display: flex; gap: 0.5rem; align-items: start; } .command pre { flex: 1; min-width: 0; white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
button { font: inherit; font-size: 0.875rem; padding: 0.5rem 0.875rem; border: 1px solid var(--strong-edge); border-radius: 6px; background: var(--raised); color: var(--text); cursor: pointer; }
button:hover { border-color: var(--accent); color: var(--accent); }
.steps > li, .notes > li { margin-bottom: 0.5rem; }
.steps .fold { padding-left: 0; }
.search { margin-bottom: 1rem; } .search[hidden] { display: none; }
.search label { display: block; font-weight: 600; margin-bottom: 0.25rem; }
.search input { font: inherit; width: 100%; max-width: 32rem; padding: 0.5rem 0.75rem; border: 1px solid var(--strong-edge); border-radius: 6px; background: var(--raised); color: var(--text); }
.search p { margin: 0.375rem 0 0; color: var(--muted); }
.legend { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; font-size: 0.8125rem; color: var(--muted); }
.tree, .tree ul { padding-left: 1.125rem; } .tree { padding-left: 1rem; }
.tree li { margin: 0.25rem 0; }
.origin { color: var(--muted); font-size: 0.875rem; overflow-wrap: anywhere; } .source { overflow-wrap: anywhere; }
`;
