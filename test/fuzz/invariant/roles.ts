import type { Deployment } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { ConfigMap } from 'kubernetes-types/core/v1';
import { Standby } from 'cndr';
import type { CnpgCluster } from '../../../src/kinds/cloudnative-pg';
import type { VolumeGroupReplication, VolumeReplication } from '../../../src/kinds/csi-addons';
import type { DRPlacementControl, DRPolicy } from '../../../src/kinds/ramen';
import type { ReplicationDestination, ReplicationSource } from '../../../src/kinds/volsync';
import type { Output } from '../output';
import { type AppSpec, namespaceOf, passiveSitesOf, sitesOf, type SiteSpec } from '../spec';
import { differs } from './quorum';
import { statefulSets } from './workload-pods';

/** Exactly one site takes writes, and the others have the copy that replication promises. */
export function roles(output: Output): string[] {
  return output.spec.apps
    .filter(({ pattern }) => pattern === 'activePassive')
    .flatMap((app) => [
      ...differs('active site', output.planned(app).activePassive?.activeSite, app.activeSite),
      ...sitesOf(output.spec, app).flatMap((site) =>
        [...workload(output, app, site), ...frontEnd(output, app, site), ...copy(output, app, site)].map(
          (why) => `${site.name}: ${why}`,
        ),
      ),
      ...(app.replication?.kind === 'ramen' ? hub(output, app, app.replication.ramen?.hubCluster ?? '') : []),
    ]);
}

function isActive({ activeSite }: AppSpec, { name }: SiteSpec): boolean {
  return name === activeSite;
}

function workload(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const namespace = namespaceOf(app);
  const { kind, custom, valkey } = app.workload;
  const replicas = statefulSets(output, site.name, namespace).map(({ spec }) => spec?.replicas);
  if (kind === 'custom') return differs('replicas', replicas, [isActive(app, site) ? (custom?.replicas ?? 1) : 0]);
  if (kind === 'valkey') {
    const config = output.find<ConfigMap>(site.name, 'ConfigMap', namespace, 'valkey-site');
    return [
      ...differs('replicas', replicas, [valkey?.replicas ?? 2]),
      ...differs('role of Valkey', config?.data?.['SITE_ROLE'], isActive(app, site) ? 'primary' : 'replica'),
      ...differs('whom it follows', config?.data?.['UPSTREAM'] === '', isActive(app, site)),
    ];
  }
  const clusters = output.ofKind<CnpgCluster>(site.name, 'Cluster.postgresql.cnpg.io', namespace);
  return differs(
    'primary of PostgreSQL',
    clusters.map(({ spec }) => [spec.replica.self, spec.replica.primary]),
    [[`pg-${site.name}`, `pg-${app.activeSite ?? ''}`]],
  );
}

/** A passive site has as much of the front end as it stands by with. */
function frontEnd(output: Output, app: AppSpec, site: SiteSpec): string[] {
  if (!app.frontEnd) return [];
  const deployment = output.find<Deployment>(site.name, 'Deployment.apps', namespaceOf(app), 'front-end');
  const small = !isActive(app, site) && (app.standby ?? Standby.HOT) !== Standby.HOT;
  const full = leastReplicas(output, app, app.activeSite ?? '');
  const cold = small && app.standby === Standby.COLD;
  return [
    ...differs('least replicas of the front end', leastReplicas(output, app, site.name), small ? 1 : full),
    ...differs('front end is scaled to nothing', deployment?.spec?.replicas === 0, cold),
  ];
}

function leastReplicas(output: Output, app: AppSpec, site: string): number | undefined {
  const kind = 'HorizontalPodAutoscaler.autoscaling';
  return output.find<HorizontalPodAutoscaler>(site, kind, namespaceOf(app), 'front-end')?.spec?.minReplicas;
}

function copy(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const { kind, synchronous } = app.replication ?? {};
  const namespace = namespaceOf(app);
  const { name } = site;
  if (kind === 'csiAddons') {
    const states = ['VolumeReplication', 'VolumeGroupReplication'].flatMap((each) =>
      output
        .ofKind<VolumeReplication | VolumeGroupReplication>(name, `${each}.replication.storage.openshift.io`, namespace)
        .map(({ spec }) => spec.replicationState),
    );
    const state = isActive(app, site) ? 'primary' : 'secondary';
    return differs('states of the volumes', states, synchronous === true ? [] : [state]);
  }
  if (kind !== 'volSync') return [];
  const received = output.ofKind<ReplicationDestination>(name, 'ReplicationDestination.volsync.backube', namespace);
  const sent = output
    .ofKind<ReplicationSource>(name, 'ReplicationSource.volsync.backube', namespace)
    .filter(({ spec }) => spec.rsyncTLS !== undefined);
  const claims = claimsOf(app);
  const expected = isActive(app, site)
    ? [claims.flatMap((claim) => passiveSitesOf(output.spec, app).map((to) => `${claim}-${to.name}`)), []]
    : [[], claims.map((claim) => `${claim}-${name}`)];
  return differs(
    'copies that VolSync sends and receives',
    [sent.map(({ metadata }) => metadata.name).sort(), received.map(({ metadata }) => metadata.name).sort()],
    expected.map((names) => [...names].sort()),
  );
}

/** `data-workload-0` */
function claimsOf({ workload: { custom } }: AppSpec): string[] {
  const { name = 'workload', replicas = 1, volumes = [] } = custom ?? {};
  return volumes.flatMap((volume) => Array.from({ length: replicas }, (_, pod) => `${volume.name}-${name}-${pod}`));
}

/** Ramen is told of both sites, and which of them it is. */
function hub(output: Output, app: AppSpec, cluster: string): string[] {
  const controls = output.ofKind<DRPlacementControl>(cluster, 'DRPlacementControl.ramendr.openshift.io');
  const own = controls.filter(({ metadata }) => metadata.name === app.id);
  const used = output
    .ofKind<DRPolicy>(cluster, 'DRPolicy.ramendr.openshift.io')
    .filter(({ metadata }) => own.some(({ spec }) => spec.drPolicyRef.name === metadata.name));
  return [
    ...differs(
      'sites that Ramen prefers',
      own.map(({ spec }) => spec.preferredCluster),
      [app.activeSite],
    ),
    ...differs(
      'sites that Ramen knows',
      used.map(({ spec }) => [...spec.drClusters].sort()),
      [
        sitesOf(output.spec, app)
          .map(({ name }) => name)
          .sort(),
      ],
    ),
  ];
}
