/** What the page does besides being read: search, copy, open what is linked to, print everything. It works without. */
export const SCRIPT = `'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const openTo = (element) => {
    for (let at = element; at; at = at.parentElement) if (at.localName === 'details') at.open = true;
  };

  const input = document.getElementById('object-search');
  if (input) {
    const hits = document.getElementById('object-hits');
    const groups = all('#object-tables > details').map((group) => ({
      group,
      rows: all('tbody tr', group).map((row) => ({ row, text: row.textContent.toLowerCase() })),
    }));
    const search = () => {
      const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let found = 0;
      for (const { group, rows } of groups) {
        let here = 0;
        for (const { row, text } of rows) {
          row.hidden = !words.every((word) => text.includes(word));
          if (!row.hidden) here += 1;
        }
        group.hidden = here === 0;
        if (words.length > 0) group.open = here > 0;
        found += here;
      }
      hits.textContent = words.length > 0 ? found + ' of ' + hits.dataset.total + ' objects' : hits.dataset.total + ' objects';
    };
    input.closest('.search').hidden = false;
    input.addEventListener('input', search);
    if (input.value) search();
  }

  for (const button of all('.copy')) {
    button.hidden = !navigator.clipboard;
    const text = button.parentElement.querySelector('code').textContent;
    const name = 'Copy: ' + text;
    button.setAttribute('aria-label', name);
    button.addEventListener('click', async () => {
      let said = 'Copied';
      try {
        await navigator.clipboard.writeText(text);
      } catch {
        said = 'Not allowed: select the text';
      }
      button.textContent = said;
      button.setAttribute('aria-label', said);
      setTimeout(() => {
        button.textContent = 'Copy';
        button.setAttribute('aria-label', name);
      }, 2000);
    });
  }

  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    openTo(target);
    target.scrollIntoView();
  };
  addEventListener('hashchange', reveal);
  if (location.hash) reveal();

  let closed = [];
  addEventListener('beforeprint', () => {
    closed = all('details:not([open])');
    for (const fold of closed) fold.open = true;
  });
  addEventListener('afterprint', () => {
    for (const fold of closed) fold.open = false;
    closed = [];
  });
})();
`;
