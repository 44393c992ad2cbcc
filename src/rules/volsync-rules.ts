/** STO: the two ends of a copy by VolSync. */
import { claimsOf } from './claims';
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import { textAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import { bytesOf } from './quantity';
import type { Rule } from './rule';
import { accessModes, ownerOf, requestedSize } from './volume-rules';
import { listed } from './wording';

export const VOLSYNC_RULES: Rule<AppEvidence>[] = [
  {
    id: 'STO-02',
    severity: Severity.ERROR,
    title: 'the destination of a copy by VolSync can hold what its source has, in the same way',
    why: 'the copy ends with a full volume, or with files that nobody in the other site may read',
    source: 'VolSync CRDs, ReplicationDestination: rsyncTLS.capacity, accessModes and moverSecurityContext',
    check: unlikeEnds,
  },
  {
    id: 'STO-03',
    severity: Severity.ERROR,
    title: 'the source of a copy by VolSync dials a Service that its destination has, and exports',
    why: 'the mover waits for a name that does not exist: nothing is ever copied',
    source: 'KEP-1645 Multi-Cluster Services API: ServiceExport; VolSync, rsync-TLS: address of the destination',
    check: missingServices,
  },
  {
    id: 'STO-04',
    severity: Severity.ERROR,
    title: 'each claim has a restic repository of its own',
    why: 'two claims in one repository prune and restore each other: the newest snapshot is of the wrong one',
    source: 'VolSync, restic mover: each PVC is backed up to its own repository or path',
    check: sharedRepositories,
  },
];

const SOURCE = 'ReplicationSource.volsync.backube';
const DESTINATION = 'ReplicationDestination.volsync.backube';

interface Copy {
  readonly source: Manifest;
  readonly destinations: Manifest[];
}

/** Copies over the tunnel; both ends have one name. */
function copiesOf(manifests: Manifest[]): Copy[] {
  return ofKind(manifests, SOURCE)
    .filter(({ json }) => valuesAt(json, '/spec/rsyncTLS').length > 0)
    .map((source) => ({
      source,
      destinations: ofKind(manifests, DESTINATION).filter(
        ({ name, namespace, cluster }) =>
          name === source.name && namespace === source.namespace && cluster !== source.cluster,
      ),
    }));
}

function unlikeEnds(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const copies = copiesOf(manifests);
  if (copies.length === 0) return undefined;
  const claims = claimsOf(manifests);
  return copies.flatMap(({ source, destinations }) => {
    const name = textAt(source.json, '/spec/sourcePVC');
    const claim = claims.find((one) => one.cluster === source.cluster && one.name === name)?.spec;
    return destinations.flatMap((destination) => differences(source, destination, claim));
  });
}

function differences(source: Manifest, destination: Manifest, claim: unknown): string[] {
  const what = `ReplicationDestination ${destination.name} of ${destination.cluster}`;
  const [mover] = valuesAt(destination.json, '/spec/rsyncTLS');
  const [size, capacity] = [requestedSize(claim), textAt(mover, '/capacity')];
  const [needed, room] = [size, capacity].map((quantity) => (quantity === undefined ? undefined : bytesOf(quantity)));
  const modes = { claim: accessModes(claim), copy: accessModes(mover) };
  const owners = { source: ownerOf(valuesAt(source.json, '/spec/rsyncTLS')[0]), copy: ownerOf(mover) };
  return [
    ...(needed !== undefined && room !== undefined && room < needed
      ? [
          `the capacity of ${what} is ${capacity ?? ''}, and its source claims ${size ?? ''}; give it the size of the claim`,
        ]
      : []),
    ...(modes.claim.length > 0 && modes.claim.join() !== modes.copy.join()
      ? [
          `the accessModes of ${what} are ${listed(modes.copy) || 'none'}, and those of its source ${listed(modes.claim)}; give it those of the claim`,
        ]
      : []),
    ...(owners.source === owners.copy
      ? []
      : [
          `the mover of ${what} writes files as ${owners.copy} (user, group, fsGroup), and its source reads them as ${owners.source}; give both the same moverSecurityContext`,
        ]),
  ];
}

function missingServices(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const copies = copiesOf(manifests);
  if (copies.length === 0) return undefined;
  return copies.flatMap(({ source, destinations }) => {
    const what = `in ${source.cluster} ReplicationSource ${source.name}`;
    if (destinations.length === 0) {
      return [
        `${what} has no ReplicationDestination of its name in another site; emit one in the site that it copies to`,
      ];
    }
    const address = textAt(source.json, '/spec/rsyncTLS/address') ?? '';
    return destinations.flatMap(({ cluster }) =>
      lacksFor(address, manifests, cluster).map(
        (kind) =>
          `${what} dials ${address || 'nothing'}, and ${cluster} has no ${kind} of that name; correct the address, or emit the ${kind} there`,
      ),
    );
  });
}

function lacksFor(address: string, manifests: Manifest[], cluster: string): string[] {
  const [inCluster = '', domain = ''] = address.split('.svc.');
  const [namespace, name] = inCluster.split('.').reverse();
  const needed = ['Service', ...(domain === 'clusterset.local' ? ['ServiceExport'] : [])];
  return needed.filter(
    (kind) =>
      !ofKind(manifests, kind).some(
        (each) => each.cluster === cluster && each.name === name && each.namespace === namespace,
      ),
  );
}

function sharedRepositories(evidence: AppEvidence): string[] | undefined {
  const uses = ofKind(manifestsOf(evidence), SOURCE).flatMap(({ name, namespace, cluster, json }) => {
    const repository = textAt(json, '/spec/restic/repository');
    return repository === undefined
      ? []
      : [{ name, cluster, key: `${cluster}/${namespace}/${repository}`, repository }];
  });
  if (uses.length === 0) return undefined;
  return [...groupedBy(uses, ({ key }) => key).values()]
    .filter((sharing) => sharing.length > 1)
    .map(
      (sharing) =>
        `in ${sharing[0]?.cluster ?? ''} ReplicationSources ${listed(sharing.map(({ name }) => name))} use one repository, Secret ${sharing[0]?.repository ?? ''}; give each claim a Secret with a RESTIC_REPOSITORY of its own`,
    );
}
