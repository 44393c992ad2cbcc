/** On paper: everything is open, nothing is cut, and the colours are those of the light scheme. */
export const PRINT_STYLES = `
@media print {
  @page { size: A4; margin: 14mm; }
  :root {
    color-scheme: light;
    --page: #ffffff; --surface: #f5f7f9; --raised: #ffffff; --text: #1a1f24; --muted: #505a64; --edge: #d5dbe1; --strong-edge: #8793a0;
    --accent: #0b57a4; --accent-soft: #cfe1f5; --good: #0f6b41; --good-soft: #e3f4ea; --warn: #7d4900; --warn-soft: #fdf0d9;
    --bad: #ab1f1a; --bad-soft: #fce7e5;
  }
  html { font-size: 10pt; }
  nav, .skip, .search, .copy { display: none !important; }
  .columns { display: block; padding: 0; }
  header.page, footer.page { padding: 0.75rem 0; background: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  .clip { white-space: normal !important; }
  .scroll { overflow: visible; border: 0; }
  th, td { min-width: 0 !important; } thead th, .number, td .badge, h2 small { white-space: normal !important; }
  table { font-size: 8pt; } th, td { padding: 0.25rem 0.375rem; overflow-wrap: anywhere; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 7.5pt; }
  code, table code { font-size: 7.5pt; overflow-wrap: anywhere; }
  thead { display: table-header-group; }
  tr, .loss, .promise, figure, .timeline .row, .steps > li > small { break-inside: avoid; }
  h2, h3, h4, summary, caption { break-after: avoid; }
  section.top + section.top { break-before: page; border: 0; margin: 0; }
  .topology { max-width: 100%; height: auto; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
