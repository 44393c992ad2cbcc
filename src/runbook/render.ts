import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { RunbookStep, StepPermission } from '../model/runbook';
import type { Site } from '../model/site';
import { EXECUTOR_PERMISSION, addAccess } from './access';
import { type Work, workOf } from './clusters';
import { REMOTE_ACCOUNT, RUNNER_ACCOUNT } from './names';
import { runbookPolicy } from './pods';
import { requireArgo, requireKubeconfig } from './prerequisites';
import type { Procedure } from './procedure';
import { workflowTemplate } from './workflow';

/** Writes what runs in a site, and what lets workflows of other sites work there. */
export function renderRunbooks(host: IAppHost, site: Site, procedures: Procedure[]): void {
  const own = procedures.filter(({ runner }) => runner.name === site.name);
  const foreign = procedures.filter(({ runner }) => runner.name !== site.name);
  requireArgo(host, site);
  for (const procedure of own) addTo(host, site, workflowTemplate(procedure, host.name, host.namespace));
  addTo(host, site, runbookPolicy(host.name, { name: 'runbook', namespace: host.namespace }));
  addAccess(host, site, RUNNER_ACCOUNT, [EXECUTOR_PERMISSION, ...permissionsIn(site, own)]);
  const asked = permissionsIn(site, foreign);
  if (asked.length > 0) addAccess(host, site, REMOTE_ACCOUNT, asked);
  for (const work of reachedBy(site, own)) requireKubeconfig(host, site, work);
}

function permissionsIn(site: Site, procedures: Procedure[]): StepPermission[] {
  return procedures
    .flatMap(stepsOf)
    .flatMap(workOf)
    .filter(({ cluster, foreign }) => cluster === site.name && !foreign)
    .flatMap(({ permissions }) => permissions);
}

/** The other clusters that workflows of a site work in, each with all that is done there. */
function reachedBy(runner: Site, procedures: Procedure[]): Work[] {
  const all = procedures
    .flatMap(stepsOf)
    .flatMap(workOf)
    .filter(({ cluster }) => cluster !== runner.name);
  return [...new Set(all.map(({ cluster }) => cluster))].sort().map((cluster) => {
    const same = all.filter((work) => work.cluster === cluster);
    return {
      cluster,
      foreign: same.some(({ foreign }) => foreign),
      permissions: same.flatMap(({ permissions }) => permissions),
    };
  });
}

function stepsOf({ checks, changes, outcome }: Procedure): RunbookStep[] {
  return [...checks, ...changes, outcome];
}
