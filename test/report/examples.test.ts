import type { Plan } from '../../src/synthesis/plan';
import { reportHtml } from '../../src/report/page';
import { timeText } from '../../src/report/words';
import { EXAMPLES, runExample } from '../support/examples';
import { matches, rowsOf, spaced, textOf } from './reading';

describe.each(EXAMPLES)('the report of examples/%s', (name) => {
  let plan: Plan;
  let html: string;
  let text: string;
  beforeAll(() => {
    const { files } = runExample(name);
    plan = JSON.parse(files.get('dist/plan.json')!) as Plan;
    html = files.get('dist/report/index.html')!;
    text = textOf(html);
  });

  test('is made of plan.json and nothing else, so that anybody can make it again', () => {
    expect(reportHtml(plan)).toBe(html);
    expect(reportHtml(plan)).toBe(html);
  });

  test('says for every application what is promised and what was asked for', () => {
    expect(plan.apps).not.toHaveLength(0);
    for (const { rpo, rto } of plan.apps) {
      for (const { boundSeconds, objectiveSeconds } of [rpo, rto]) {
        expect(text).toContain(`${timeText(boundSeconds)} objective ${timeText(objectiveSeconds)}`);
        expect(text).toContain(`${boundSeconds} s`);
      }
    }
  });

  test('has every term of every bound, with its number, its basis and its source', () => {
    for (const { tree } of plan.apps.flatMap(({ rpo, rto, gaps }) => [
      rpo,
      rto,
      ...Object.values(gaps).map((gap) => ({ tree: gap })),
    ])) {
      for (const { name: term, seconds, basis, source, fields = [] } of termsOf(tree)) {
        expect(text).toContain(spaced(term));
        if (seconds !== undefined) expect(text).toContain(`${seconds} s`);
        expect(text).toContain(basis);
        if (source !== undefined) expect(text).toContain(spaced(source));
        for (const { file, object, path } of fields) {
          expect(text).toContain(`${path} of ${object.split(' in ')[0]!}`);
          expect(text).toContain(` in ${file!}`);
        }
      }
    }
  });

  test('has every fault with who serves and for how long nobody does', () => {
    for (const app of plan.apps) {
      const rows = rowsOf(html, `Faults of ${app.name}`);
      expect(rows).toHaveLength(app.faults.length);
      app.faults.forEach((fault, index) => {
        const [what, servedBy, , lost] = rows[index]!;
        expect(what).toBe(`${fault.fault} ${fault.subject ?? fault.sites.join(' + ')}`);
        const one = fault.servedByOneOf ? [`one of ${fault.servedByOneOf.join(' or ')}`] : [];
        expect(servedBy).toBe([...fault.servedBy, ...one].join(', ') || 'nobody');
        expect(lost === 'none').toBe(!fault.dataLost);
        expect(text).toContain(`People: ${spaced(fault.human)} When it heals:`);
        expect(text).toContain(spaced(fault.onHeal.slice(1)));
        const unnoticed = fault.grace
          ? ` unnoticed for: ${fault.grace.unbounded ? 'not known' : timeCell(fault.grace)}`
          : '';
        expect(rows[index]!.slice(4)).toEqual([
          timeCell(fault.workloadGap),
          `${timeCell(fault.clientGap)}${unnoticed}`,
        ]);
      });
    }
  });

  test('shows for each site what its loss does, where it is seen first', () => {
    for (const { name: app, topology, faults } of plan.apps) {
      const [, glance = ''] = html.split(`id="app-${app}-loss"`);
      const [first = ''] = glance.split('</section>');
      const lost = faults.filter(({ fault, sites }) => fault === 'site lost' && sites.length === 1);
      expect(lost.length).toBeGreaterThanOrEqual(topology.sites.filter(({ role }) => role !== 'witness').length);
      for (const { sites } of lost) expect(textOf(first)).toMatch(new RegExp(`${sites[0]}( \\(active\\))? is lost`));
      expect(textOf(first)).toMatch(/Any one site can be lost|ends the service/);
    }
  });

  test('has every prerequisite and every emitted object', () => {
    const objects = [...plan.fleets, ...plan.apps].flatMap(({ clusters }) =>
      clusters.flatMap(({ cluster, file, objects: emitted }) =>
        emitted.map((object) => ({ cluster, file, ...object })),
      ),
    );
    const clusters = [...new Set(objects.map(({ cluster }) => cluster))];
    const rows = clusters.flatMap((cluster) =>
      rowsOf(html, `Objects in ${cluster}`).map((cells) => [cluster, ...cells].join(' | ')),
    );
    expect(rows).toHaveLength(objects.length);
    for (const { cluster, name: object, kind, namespace = '', apiVersion } of objects) {
      expect(
        rows.some((row) => row.startsWith(`${cluster} | ${object} | ${kind} | ${namespace} | ${apiVersion} |`)),
      ).toBe(true);
    }
    for (const { site, kind, name: thing, namespace, why } of [...plan.fleets, ...plan.apps].flatMap(
      (part) => part.prerequisites,
    )) {
      const full = namespace === undefined ? thing : `${namespace}/${thing}`;
      const same = rowsOf(html, `Prerequisites in ${site}`).find((row) => row[0] === spaced(full) && row[1] === kind);
      expect(same?.[4]).toContain(spaced(why));
    }
  });

  test('has every runbook with the command that starts it and all its steps', () => {
    for (const { workflow, start, lines } of plan.apps.flatMap(({ activePassive }) => activePassive?.runbooks ?? [])) {
      const [, after = ''] = html.split(`aria-label="Command that starts ${workflow}"`);
      expect(textOf(`<pre${after.split('</pre>')[0]}`)).toBe(start);
      const [steps = ''] = (after.split('<ol class="steps">')[1] ?? '').split('</ol>');
      const titles = matches(steps, /<li>([^]*?)<small>/g).map(textOf);
      expect(titles).toEqual(lines.map(({ title }) => spaced(title)));
    }
  });

  test('lists each assumed number of the promises as something to measure', () => {
    for (const app of plan.apps) {
      const listed = rowsOf(html, `Assumptions of ${app.name}`).map(([what]) => what);
      const assumed = [app.rpo.tree, app.rto.tree].flatMap(termsOf).filter(({ basis }) => basis !== 'derived');
      for (const { name: term } of assumed) expect(listed).toContain(spaced(term));
    }
  });

  test('draws every site, every link and where clients and backups go', () => {
    for (const { name: app, topology, hostname } of plan.apps) {
      const drawing = matches(html, /(<svg class="topology[^]*?<\/svg>)/g).find((svg) =>
        svg.includes(`Topology of ${app}`),
      )!;
      for (const site of topology.sites) expect(drawing).toContain(`>${site.name}</text>`);
      expect(matches(drawing, /<g class="box (link)/g)).toHaveLength(topology.links.length);
      for (const { rttMillis } of topology.links) expect(drawing).toContain(`, ${rttMillis} ms`);
      expect(drawing.includes('<g class="box clients')).toBe(topology.traffic !== undefined);
      if (topology.traffic !== undefined) expect(drawing).toContain(`>${hostname}</text>`);
      if (topology.store) expect(drawing).toContain(`>${topology.store.bucket}</text>`);
      // Without the drawing: the same in words.
      for (const { from, to } of topology.links) expect(text).toContain(`${from} to ${to}:`);
    }
  });

  test('can be walked by its headings, and every link leads somewhere', () => {
    const levels = matches(html, /<h([1-6])/g).map(Number);
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => expect(level).toBeLessThanOrEqual(levels[index]! + 1));

    const ids = matches(html, / id="([^"]*)"/g);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [
      ...matches(html, / href="#([^"]*)"/g),
      ...matches(html, / aria-labelledby="([^"]*)"/g).flatMap((value) => value.split(' ')),
      ...matches(html, / for="([^"]*)"/g),
    ];
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  test('loads nothing, and holds no path of the machine that made it', () => {
    expect(matches(html, /\s(?:src|srcset|action|data)="([^"]*)"/g)).toEqual([]);
    expect(matches(html, /\shref="([^#"][^"]*)"/g)).toEqual([]);
    expect(matches(html, /url\(([^#)][^)]*)\)/g)).toEqual([]);
    expect(html).not.toContain('@import');
    expect(html).not.toContain(process.cwd());
  });
});

/** The time for people, and the number of the plan behind it where that reads differently. */
function timeCell({ seconds }: { readonly seconds?: number }): string {
  const text = timeText(seconds);
  return seconds === undefined || text === `${seconds} s` ? text : `${text} ${seconds} s`;
}

interface Tree {
  readonly name: string;
  readonly seconds?: number;
  readonly basis: string;
  readonly source?: string;
  readonly fields?: { readonly file?: string; readonly object: string; readonly path: string }[];
  readonly parts?: Tree[];
}

function termsOf(tree: Tree): Tree[] {
  return tree.parts ? tree.parts.flatMap(termsOf) : [tree];
}
