/** The drawn topology. */
export const TOPOLOGY_STYLES = `
figure { margin: 0 0 1rem; }
figcaption { font-size: 0.875rem; color: var(--muted); }
figcaption .legend { margin: 0.375rem 0 0; }
.topology.wide { max-width: 100%; min-width: 600px; height: auto; }
figure .scroll { background: var(--surface); padding: 0.75rem; }
.topology { display: block; margin: 0 auto; font-size: 13px; }
.topology text { fill: var(--text); } .topology .name { font-weight: 650; font-size: 14px; }
.box rect { fill: var(--raised); stroke: var(--strong-edge); stroke-width: 1.5; }
.box.site rect { stroke: var(--accent); stroke-width: 2.5; } .box.site.passive rect { stroke-dasharray: 7 4; } .box.site.witness rect { stroke: var(--strong-edge); stroke-dasharray: 2 3; }
.box.link rect { stroke: var(--edge); } .topology .box.link .name { font-size: 13px; font-weight: 600; }
.box.store rect, .box.clients rect, .box.balancer rect { stroke-width: 1.5; }
.line path { fill: none; stroke: var(--strong-edge); stroke-width: 1.75; } .line polygon { fill: var(--strong-edge); }
.line.traffic path { stroke: var(--good); stroke-width: 2.25; } .line.traffic polygon { fill: var(--good); }
.line.standby-traffic path { stroke: var(--good); stroke-dasharray: 3 5; } .line.standby-traffic polygon { fill: var(--good); }
.line.synchronous path { stroke: var(--accent); stroke-width: 3; } .line.synchronous polygon { fill: var(--accent); }
.line.asynchronous path { stroke: var(--accent); stroke-width: 2; stroke-dasharray: 8 5; } .line.asynchronous polygon { fill: var(--accent); }
.line.backup path { stroke-dasharray: 1 5; stroke-linecap: round; stroke-width: 2.25; }
`;
