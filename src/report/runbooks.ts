/** The procedures of an application with one active site: how each is started, and what it does step by step. */
import type { PlannedRoles } from '../synthesis/plan';
import { type Content, markup, NOTHING } from './html';
import { badge, codes, folded, table, Tone } from './parts';
import { timeText } from './words';

type Runbook = PlannedRoles['runbooks'][number];
type Step = Runbook['lines'][number];

const PURPOSES: Record<string, string> = {
  failover: 'the active site is lost',
  switchover: 'both sites live: maintenance, or going home',
  reprotect: 'the lost site is back and becomes a copy again',
};

/** All runbooks, those for a loss first. */
export function runbookList({ runbooks, trigger, standby, fencing }: PlannedRoles): Content {
  const urgent = runbooks.filter((runbook) => kindOf(runbook) === 'failover');
  const others = runbooks.filter((runbook) => kindOf(runbook) !== 'failover');
  const fenced = fencing === undefined ? 'Nothing fences a site that was taken for lost.' : `Fencing: ${fencing}.`;
  return [
    markup`<p>Failover is ${trigger}, the standby is ${standby}. ${fenced}</p>`,
    ...[...urgent, ...others].map(runbookFold),
  ];
}

/** Fields that runbooks change, which GitOps must leave alone. */
export function ownedFields({ ignoreDifferences }: PlannedRoles, owner: string): Content {
  if (ignoreDifferences.length === 0) return NOTHING;
  return table({
    label: `Fields of ${owner} that runbooks change`,
    caption: 'Fields that runbooks change: GitOps must not change them back',
    columns: ['Object', 'Site', 'Fields'],
    rows: ignoreDifferences.map(({ site, group, kind, name, jsonPointers }) => [
      markup`${kind} <code>${name}</code>${group && markup` <small>${group}</small>`}`,
      site,
      codes(jsonPointers),
    ]),
  });
}

function runbookFold(runbook: Runbook): Content {
  const { from, to, runsIn, workflow, start, lines } = runbook;
  const kind = kindOf(runbook);
  const direction = kind === 'reprotect' ? `${to} becomes a copy of ${from}` : `from ${from} to ${to}`;
  return folded(
    markup`<strong>${kind}</strong> ${direction} <small>${PURPOSES[kind]}</small>`,
    markup`<p>Runs in ${runsIn} as workflow <code>${workflow}</code>. Start it with:</p>
      <div class="command"><pre tabindex="0" aria-label="Command that starts ${workflow}"><code>${start}</code></pre><button type="button" class="copy" hidden>Copy</button></div>
      <ol class="steps">${lines.map(step)}</ol>`,
  );
}

/** The plan holds kinds as text. */
function kindOf({ kind }: Runbook): string {
  return kind;
}

function step({ title, site, commands, timeoutSeconds, approval }: Step): Content {
  const limit = timeoutSeconds === undefined ? NOTHING : markup`, fails after ${timeText(timeoutSeconds)}`;
  const asked = approval ? markup` ${badge(Tone.WARN, 'needs approval')}` : NOTHING;
  const shown =
    commands === ''
      ? NOTHING
      : folded('Commands', markup`<pre tabindex="0" aria-label="Commands: ${title}"><code>${commands}</code></pre>`);
  return markup`<li>${title} <small>in ${site}${limit}</small>${asked}${shown}</li>
  `;
}
