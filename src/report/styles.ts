/** How the page looks: colours and type first, then the page, then its parts, then paper. */
import { PART_STYLES } from './styles-parts';
import { PRINT_STYLES } from './styles-print';
import { TIMELINE_STYLES } from './styles-timeline';
import { TOPOLOGY_STYLES } from './styles-topology';

const BASE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --surface: #f5f7f9; --raised: #ffffff; --text: #1a1f24; --muted: #505a64; --edge: #d5dbe1; --strong-edge: #8793a0;
  --accent: #0b57a4; --accent-soft: #cfe1f5; --good: #0f6b41; --good-soft: #e3f4ea; --warn: #7d4900; --warn-soft: #fdf0d9;
  --bad: #ab1f1a; --bad-soft: #fce7e5; --focus: #0b57a4;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161a; --surface: #1a2026; --raised: #20272e; --text: #e7ebef; --muted: #a8b3be; --edge: #343d46; --strong-edge: #7c8894;
    --accent: #7db9ff; --accent-soft: #24405f; --good: #71d3a1; --good-soft: #17372a; --warn: #f3bd6b; --warn-soft: #3a2c12;
    --bad: #ff9c94; --bad-soft: #472321; --focus: #a9d1ff;
  }
}
*, *::before, *::after { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1, h2, h3, h4 { line-height: 1.2; margin: 0 0 0.5rem; text-wrap: balance; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; }
h2 { font-size: 2rem; letter-spacing: -0.01em; }
h3 { font-size: 1.25rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--edge); }
h4 { font-size: 1rem; margin-top: 1.5rem; }
h2 small, summary small, .lead { color: var(--muted); font-weight: 400; }
h2 small { font-size: 1.125rem; white-space: nowrap; }
p, ul, ol, dl { margin: 0 0 0.75rem; }
p, li, dd { max-width: 75ch; }
a { color: var(--accent); text-underline-offset: 0.15em; }
small { font-size: 0.8125rem; color: var(--muted); }
code, pre { font: 0.8125rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.refused { padding: 0.75rem 1rem; border-left: 6px solid var(--bad); background: var(--bad-soft); max-width: none; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--accent); color: var(--page); z-index: 2; }
.skip:focus { top: 0.5rem; }
header.page, footer.page { padding: 1.25rem clamp(1rem, 3vw, 2.5rem); background: var(--surface); }
header.page { border-bottom: 1px solid var(--edge); }
header.page p, footer.page p { margin: 0; color: var(--muted); max-width: none; }
footer.page { border-top: 1px solid var(--edge); margin-top: 3rem; }
.columns { padding: 0 clamp(1rem, 3vw, 2.5rem); max-width: 96rem; margin: 0 auto; }
main { min-width: 0; }
section.top { padding-top: 2rem; }
section.top + section.top { margin-top: 2.5rem; border-top: 3px solid var(--edge); }
nav { font-size: 0.875rem; padding-top: 1.25rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav > ul > li { margin-bottom: 0.5rem; }
nav > ul > li > a { font-weight: 600; }
nav ul ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
nav a { display: inline-block; padding: 0.2rem 0; text-decoration: none; }
nav a:hover { text-decoration: underline; }
@media (min-width: 70rem) {
  .columns { display: grid; grid-template-columns: 14.5rem minmax(0, 1fr); gap: 2.5rem; }
  nav { position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; padding: 2rem 0.25rem 2rem 0; }
  nav ul ul { display: block; padding-left: 0.75rem; border-left: 2px solid var(--edge); }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (max-width: 30rem) { h2 { font-size: 1.625rem; } }
`;

export const STYLES = [BASE, PART_STYLES, TIMELINE_STYLES, TOPOLOGY_STYLES, PRINT_STYLES].join('');
