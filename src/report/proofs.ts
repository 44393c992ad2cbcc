/** What brings each piece of state back, and whether recovery needs the site that is lost. */
import { counted } from '../rules/wording';
import type { AppPlan } from '../synthesis/plan';
import { type Content, markup, NOTHING } from './html';
import { badge, folded, table, Tone } from './parts';

/** Volumes, Secrets and ConfigMaps with what brings them back; what nothing brings back first. */
export function coverageTable({ name, coverage }: AppPlan): Content {
  if (coverage.length === 0) return NOTHING;
  const bare = coverage.filter(({ coveredBy }) => coveredBy.length === 0);
  const covered = coverage.filter(({ coveredBy }) => coveredBy.length > 0);
  const verdict =
    bare.length === 0
      ? badge(Tone.GOOD, `Each of ${coverage.length} pieces of state and configuration is brought back`)
      : badge(Tone.BAD, `Nothing brings ${bare.length} of ${coverage.length} pieces of state and configuration back`);
  const rows = [...bare, ...covered].map(({ site, kind, name: object, coveredBy }) => [
    markup`<code>${object}</code>`,
    kind,
    site,
    coveredBy.length > 0 ? coveredBy.join('; ') : badge(Tone.BAD, 'nothing'),
  ]);
  const columns = ['Name', 'Kind', 'Site', 'Brought back by'];
  return [
    markup`<p>${verdict}</p>`,
    folded(
      'What brings each back',
      table({ label: `Coverage of ${name}`, caption: 'State and configuration', columns, rows }),
    ),
  ];
}

/** What the recovery from the loss of each site needs, and where that is; what is lost with the site first. */
export function independenceTable({ name, independence }: AppPlan): Content {
  if (independence.length === 0) return NOTHING;
  const missing = independence.filter(({ available }) => !available);
  const there = independence.filter(({ available }) => available);
  const verdict =
    missing.length === 0
      ? badge(Tone.GOOD, 'No recovery needs the site that is lost')
      : badge(Tone.BAD, `Recovery needs ${counted(missing.length, 'thing')} that may be lost with the site`);
  const rows = [...missing, ...there].map(({ lost, needs, where, available }) => [
    needs,
    lost,
    where,
    available ? badge(Tone.GOOD, 'yes') : badge(Tone.BAD, 'no'),
  ]);
  const columns = ['Needs', 'Lost site', 'Where', 'Still there'];
  return [
    markup`<p>${verdict}</p>`,
    folded(
      'What each recovery needs',
      table({ label: `Independence of ${name}`, caption: 'Needs of the recovery', columns, rows }),
    ),
  ];
}
