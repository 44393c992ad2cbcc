/** The timeline: rows of name, bar and value over one axis. */
export const TIMELINE_STYLES = `
.patterns { position: absolute; }
.bar.derived { fill: var(--accent); }
.bar.assumed { fill: url(#pattern-assumed); stroke: var(--accent); stroke-width: 1; }
.bar.measured { fill: url(#pattern-measured); stroke: var(--accent); stroke-width: 1; }
.pattern-back { fill: var(--accent-soft); } .pattern-line { fill: var(--accent); }
.timeline { margin-bottom: 1rem; }
.timeline .cases { color: var(--muted); }
.timeline .row { display: grid; grid-template-columns: minmax(0, 17rem) minmax(0, 1fr) 15rem; gap: 0 0.75rem; align-items: center; padding: 0 0.25rem; }
.timeline summary.row { list-style: none; }
.timeline summary.row::-webkit-details-marker { display: none; }
.timeline summary .label::before { content: ""; flex: none; width: 0; height: 0; margin-top: 0.45rem; border: 0.3rem solid transparent; border-left-color: var(--muted); border-right: 0; }
.timeline details[open] > summary .label::before { transform: rotate(90deg); }
.timeline .label { display: flex; gap: 0.5rem; align-items: start; line-height: 1.3; padding: 0.2rem 0; overflow-wrap: anywhere; }
.timeline .value { display: grid; grid-template-columns: minmax(0, 1fr) 5.25rem; gap: 0.625rem; align-items: baseline; text-align: right; line-height: 1.3; }
.timeline .stacked .chart { min-height: 36px; } .timeline .axis .chart { min-height: 42px; }
.timeline .stacked .value { font-weight: 650; }
.timeline .chart { display: block; height: 100%; min-height: 26px; align-self: stretch; overflow: visible; font-size: 0.75rem; }
.timeline .chart text { fill: var(--muted); } .timeline .chart .objective-text { fill: var(--bad); font-weight: 650; }
.timeline .tick { stroke: var(--strong-edge); } .timeline .objective { stroke: var(--bad); stroke-width: 2; stroke-dasharray: 4 3; }
.timeline .dot { fill: var(--page); stroke: var(--accent); } .timeline .chart .dot-text { fill: var(--text); font-weight: 650; }
.timeline .stacked .bar { stroke: var(--page); stroke-width: 2; }
.timeline ol, .timeline ul:not(.legend) { list-style: none; margin: 0; padding: 0; }
.timeline li { max-width: none; }
.timeline details { margin: 0; }
.timeline .stages > li { border-top: 1px solid var(--edge); }
.timeline .stages { border-bottom: 1px solid var(--edge); margin-bottom: 0.75rem; }
.timeline .parts .label { padding-left: 1rem; font-size: 0.875rem; } .timeline .parts .parts .label { padding-left: 2rem; } .timeline .parts .parts .parts .label { padding-left: 3rem; }
.timeline .parts .value { font-size: 0.875rem; }
.timeline .part > .origin { padding: 0 0.25rem 0.5rem 1.5rem; } .timeline .parts .origin { padding-left: 2.5rem; } .timeline .parts .parts .origin { padding-left: 3.5rem; }
.timeline .beside .chart .bar, .timeline .shorter .chart .bar { opacity: 0.5; }
.timeline .beside-title { margin: 0.5rem 0 0.25rem; font-size: 0.875rem; color: var(--muted); }
.ordinal { flex: none; display: inline-grid; place-items: center; width: 1.35rem; height: 1.35rem; border: 1px solid var(--accent); border-radius: 50%; font-size: 0.75rem; font-weight: 650; }
@media (max-width: 56rem) {
  .timeline .row { grid-template-columns: minmax(0, 1fr) auto; }
  .timeline .chart { grid-row: 2; grid-column: 1 / -1; }
  .timeline .stacked .chart, .timeline .axis .chart { min-height: 36px; }
  .timeline .axis .label, .timeline .axis .value { display: none; }
}
@media (max-width: 36rem) {
  .timeline .row { grid-template-columns: minmax(0, 1fr); }
  .timeline .chart { grid-row: auto; }
  .timeline .value { grid-template-columns: auto 1fr; justify-items: start; grid-row: 2; padding-left: 1rem; }
}
`;
