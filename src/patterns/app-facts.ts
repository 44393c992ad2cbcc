import type { Site } from '../model/site';
import type { SurroundingFacts } from '../rules/evidence';
import type { AppFacts } from '../rules/facts';
import type { SitePrerequisite } from '../synthesis/site-stack';
import type { AppBounds } from './app-bounds';
import type { DisasterRecoveryProps } from './props';
import type { Application, PatternShape } from './shape';

/** What the facts of an application are taken from. */
export interface AppFactsProps {
  readonly id: string;
  readonly props: DisasterRecoveryProps;
  readonly shape: PatternShape;
  readonly sites: Site[];
  readonly application: Application;
  readonly bounds: AppBounds;
  readonly prerequisites: SitePrerequisite[];
  /** False when something was refused. */
  readonly complete: boolean;
}

/** What the parts of a rendered application stated, for the rules. */
export function appFacts({
  id,
  props,
  shape,
  sites,
  application,
  bounds,
  prerequisites,
  complete,
}: AppFactsProps): AppFacts & SurroundingFacts {
  const { host, traffic, recovery, alerts } = application;
  const { profile } = props.workload;
  return {
    name: id,
    pattern: shape.pattern,
    namespace: host.namespace,
    system: profile.system,
    fleet: props.fleet.toFacts(),
    sites: sites.map((site) => site.toFacts()),
    witness: shape.witness,
    votes: host.placement.sites.map(({ site, votes }) => ({ site, votes })),
    toleratedSiteFailures: shape.toleratedSiteFailures,
    maxRttMillis: profile.maxRttMillis,
    maxRttSource: profile.maxRttSource,
    volumeSnapshotRefusal: profile.volumeSnapshotRefusal,
    needsPodIps: profile.needsPodIps ?? false,
    peers: host.peers,
    serviceExports: host.serviceExports,
    certificates: host.certificates,
    healthChecks: host.healthChecks,
    backups: host.backups,
    drills: host.drills,
    bootstraps: host.bootstraps,
    replications: host.replications,
    capacities: host.capacities,
    activePassive: shape.roles && {
      activeSite: shape.roles.activeSite,
      standby: shape.roles.standby,
      trigger: shape.roles.trigger.kind,
      fencing: recovery?.replication.fencing,
      latched: traffic && traffic.latch !== undefined,
    },
    conflictResolution: profile.conflictResolution,
    volumeReplicationRefusal: profile.volumeReplicationRefusal,
    alerts,
    objectives: [
      { name: 'rto', seconds: props.objectives.rto.toSeconds({ integral: false }), bound: bounds.rto },
      { name: 'rpo', seconds: props.objectives.rpo.toSeconds({ integral: false }), bound: bounds.rpo },
    ],
    complete,
    issuer: props.fleet.names.issuer,
    prerequisites,
    failoverOwned: host.failoverOwned,
    runbooks: recovery?.runbooks.runbooks ?? [],
    nodes: host.placement.sites.map(({ site, nodes }) => ({ site, nodes })),
  };
}
