import { isStrong } from './app-view';
import { claimingPods } from './claims';
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { numberAt, textAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { counted } from './wording';

/** QRM-07: the quorum that is promised is the one that is deployed. */
export const PLACEMENT_RULES: Rule<AppEvidence>[] = [
  {
    id: 'QRM-07',
    severity: Severity.ERROR,
    title: 'each site runs as many members as its votes were counted from',
    why: 'an override or a patch added or took members: the majority is another one, and the site whose loss was survivable is fatal',
    source: 'CNCF TAG-Storage, Cloud Native Disaster Recovery: strict majority of the members',
    check: otherMembers,
  },
];

function otherMembers(evidence: AppEvidence): string[] | undefined {
  if (!isStrong(evidence)) return undefined;
  const manifests = manifestsOf(evidence);
  const found = evidence.nodes.map(({ site, nodes }) => ({
    site,
    nodes,
    emitted: claimingPods(manifests, site) + operatedPods(manifests, site, evidence),
  }));
  // A system whose members are not in the output at all is nobody's override.
  if (found.every(({ emitted }) => emitted === 0)) return undefined;
  return found
    .filter(({ nodes, emitted }) => nodes !== emitted)
    .map(
      ({ site, nodes, emitted }) =>
        `site ${site} runs ${counted(emitted, 'member')} of ${evidence.system}, and its votes were counted from ${nodes}; change the props of the workload instead of the output`,
    );
}

function operatedPods(manifests: Manifest[], cluster: string, { sites }: AppEvidence): number {
  const region = sites.find(({ name }) => name === cluster)?.region;
  const crdb = ofKind(manifests, 'CrdbCluster.crdb.cockroachlabs.com')
    .filter((each) => each.cluster === cluster)
    .flatMap(({ json }) => valuesAt(json, '/spec/regions/*'))
    .filter((part) => textAt(part, '/code') === region)
    .map((part) => numberAt(part, '/nodes') ?? 0);
  const cassandra = ofKind(manifests, 'K8ssandraCluster.k8ssandra.io')
    .flatMap(({ json }) => valuesAt(json, '/spec/cassandra/datacenters/*'))
    .filter((part) => textAt(part, '/k8sContext') === cluster)
    .map((part) => numberAt(part, '/size') ?? 0);
  return [...crdb, ...cassandra].reduce((sum, count) => sum + count, 0);
}
