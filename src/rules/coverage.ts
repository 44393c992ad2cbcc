/** Coverage proof: whatever holds state or configuration comes back when its site is lost. */
import { dataSites, isEventual, isStrong } from './app-view';
import { holdsDataOf } from './backup-rules';
import { type Claim, claimsOf } from './claims';
import { isCopied, isTaken } from './copying';
import type { AppEvidence } from './evidence';
import type { ReplicationFact, VoteFact } from './facts';
import { Severity } from './finding';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import { type Producer, Origin, producersOf } from './producers';
import { referencesOf } from './references';
import type { Rule } from './rule';
import { keepsObjects, keepsVolumes, schedulesIn } from './schedules';
import { BackupMethod, ReplicationMechanism } from './vocabulary';
import { listed } from './wording';

/** Something that holds state or configuration, and what brings it back. */
export interface Coverage {
  readonly site: string;
  /** `PersistentVolumeClaim`, `Secret` or `ConfigMap`. */
  readonly kind: string;
  readonly name: string;
  /** Such as `backed up by Schedule orders-use1`; empty when nothing brings it back. */
  readonly coveredBy: string[];
}

/** COV: nothing is lost for good. */
export const COVERAGE_RULES: Rule<AppEvidence>[] = [
  {
    id: 'COV-01',
    severity: Severity.ERROR,
    title: 'every claim, Secret and ConfigMap comes back when its site is lost',
    why: 'one volume or Secret that nobody thought of keeps the whole application from starting elsewhere, or is gone for good',
    source:
      'CNCF TAG-Storage, Cloud Native Disaster Recovery: all state of a workload is recovered; keiretsu-labs/kubernetes-manifests#2729',
    waivable: true,
    check: uncovered,
  },
];

/** Everything of an application that holds state or configuration, site by site. */
export function coverageOf(evidence: AppEvidence): Coverage[] {
  const manifests = manifestsOf(evidence);
  return [...claimCoverage(evidence, manifests), ...configCoverage(evidence, manifests)];
}

function uncovered(evidence: AppEvidence): string[] | undefined {
  const all = coverageOf(evidence);
  if (all.length === 0) return undefined;
  return all
    .filter(({ coveredBy }) => coveredBy.length === 0)
    .map(
      ({ site, kind, name }) =>
        `nothing brings ${kind === 'PersistentVolumeClaim' ? 'claim' : kind} ${name} of site ${site} back: it is not replicated, not backed up, and not made again; ${remedyOf(evidence, kind, site)}, or waive COV-01 and say why it may be lost`,
    );
}

function remedyOf({ system, backups }: AppEvidence, kind: string, site: string): string {
  const schedule = `let a Schedule of Velero that runs in ${site} keep it`;
  if (kind === 'PersistentVolumeClaim') {
    if (backups.length === 0) return 'give the fleet a backup and set protection.volumeSnapshots';
    const moving = `${schedule} (snapshotMoveData, or defaultVolumesToFsBackup)`;
    return backups.some(({ method }) => method === BackupMethod.NATIVE)
      ? `the backups of ${system} hold what ${system} stores, and must not be stopped; for any other volume ${moving}`
      : moving;
  }
  const way = backups.length === 0 ? 'give the fleet a backup' : schedule;
  return kind === 'Secret'
    ? `let a Certificate or an ExternalSecret of the chart make it, or ${way}`
    : `put it into the chart of the site, or ${way}`;
}

function claimCoverage(evidence: AppEvidence, manifests: Manifest[]): Coverage[] {
  return claimsOf(manifests).map((claim) => ({
    site: claim.cluster,
    kind: 'PersistentVolumeClaim',
    name: claim.name,
    coveredBy: [
      ...byEngine(evidence, claim),
      ...byStorage(evidence, claim, manifests),
      ...byNativeBackup(evidence, claim, manifests),
      ...schedulesIn(manifests, claim.cluster)
        .filter((schedule) => keepsVolumes(schedule, claim.namespace))
        .map(({ name }) => `backed up by Schedule ${name}`),
    ],
  }));
}

/** What an engine keeps is on the volumes of its own pods: others are no part of it. */
function isOfEngine({ name }: AppEvidence, { operated, podLabels }: Claim): boolean {
  return operated || podLabels?.['app.kubernetes.io/instance'] === name;
}

function byEngine(evidence: AppEvidence, claim: Claim): string[] {
  if (!isOfEngine(evidence, claim)) return [];
  const own = evidence.replications.filter(({ mechanism }) => mechanism === ReplicationMechanism.APPLICATION);
  return [...byQuorum(evidence, claim), ...own.flatMap((fact) => replicated(evidence, fact, claim.cluster))];
}

function byQuorum(evidence: AppEvidence, { cluster }: Claim): string[] {
  if (!isStrong(evidence)) return [];
  const total = sumOf(evidence.votes);
  const elsewhere = evidence.votes.filter(({ site, votes }) => site !== cluster && votes > 0);
  if (sumOf(elsewhere) * 2 <= total) return [];
  const sites = [...new Set(elsewhere.map(({ site }) => site))];
  return [`replicated by the quorum: ${sumOf(elsewhere)} of ${total} votes are in ${listed(sites)}`];
}

function sumOf(votes: VoteFact[]): number {
  return votes.reduce((sum, { votes: count }) => sum + count, 0);
}

function byStorage(evidence: AppEvidence, claim: Claim, manifests: Manifest[]): string[] {
  return evidence.replications
    .filter(({ mechanism, units }) => mechanism === ReplicationMechanism.VOLUME && units.includes(claim.name))
    .filter(({ kind }) => isCopied(kind, claim, manifests))
    .flatMap((fact) => replicated(evidence, fact, claim.cluster));
}

function replicated(evidence: AppEvidence, { kind }: ReplicationFact, site: string): string[] {
  const others = dataSites(evidence).filter((other) => other !== site);
  const active = evidence.activePassive?.activeSite;
  if (others.length === 0) return [];
  if (active === undefined || active === site) return [`replicated by ${kind} to ${listed(others)}`];
  return [`a copy of ${active}, made by ${kind}`];
}

function byNativeBackup(evidence: AppEvidence, claim: Claim, manifests: Manifest[]): string[] {
  if (!isOfEngine(evidence, claim)) return [];
  const names = evidence.backups
    .filter(({ method }) => method === BackupMethod.NATIVE)
    .filter((backup) => holdsDataOf(backup, claim.cluster, isEventual(evidence)) && isTaken(backup, manifests))
    .map(({ name }) => name);
  return names.length === 0 ? [] : [`backed up by the engine: ${listed([...new Set(names)])}`];
}

/** What is emitted, referred to or asked for, each once. */
function configCoverage(evidence: AppEvidence, manifests: Manifest[]): Coverage[] {
  const { prerequisites } = evidence;
  const wanted = [
    ...ofKind(manifests, 'ConfigMap'),
    ...ofKind(manifests, 'Secret'),
    ...manifests.flatMap(referencesOf).filter(({ optional }) => !optional),
    ...prerequisites
      .filter(({ kind }) => kind === 'Secret' || kind === 'ConfigMap')
      .map(({ site, namespace = '', ...rest }) => ({ ...rest, cluster: site, namespace })),
  ];
  const each = new Map(
    wanted.map(({ cluster, kind, namespace, name }) => [
      [cluster, kind, namespace, name].join('/'),
      { cluster, kind, namespace, name },
    ]),
  );
  return [...each.values()].map((one) => ({
    site: one.cluster,
    kind: one.kind,
    name: one.namespace === evidence.namespace ? one.name : `${one.namespace}/${one.name}`,
    coveredBy: [
      ...producersOf(one, manifests, prerequisites).map(described),
      ...schedulesIn(manifests, one.cluster)
        .filter((schedule) => keepsObjects(schedule, one.namespace, `${one.kind.toLowerCase()}s`))
        .map(({ name }) => `backed up by Schedule ${name}`),
    ],
  }));
}

function described({ origin, by }: Producer): string {
  return origin === Origin.GIT ? origin : `${origin} by ${by}`;
}
