import type { IAppHost } from '../../model/app-host';
import type { BackupRequest } from '../../model/backup';
import { addTo } from '../../model/host';
import type { Placement, PlacementRequest } from '../../model/placement';
import type { WorkloadProfile } from '../../model/profile';
import type { Site } from '../../model/site';
import type { Connection, IStatefulWorkload, WorkloadBinding } from '../../model/workload';
import { backupAge } from '../../recovery/backup-age';
import { Basis, Bound } from '../../recovery/bound';
import { BackupMethod } from '../../rules/vocabulary';
import { UnreadyPods, addDisruptionBudget } from '../budget';
import { addClientService } from '../services';
import { READY_PORT_NAME } from '../ready-answer';
import { customAlerts } from './alerts';
import { customProblems } from './checks';
import { claims, clientService, podLabels } from './names';
import { addPolicy } from './policy';
import { ANSWER_PORT, healthTarget, startBound } from './probes';
import { customProfile } from './profile';
import type { CustomWorkloadProps } from './props';
import { type CustomSettings, customSettings, portNumber } from './settings';
import { addPods } from './stateful-set';

/** Stands in for props that were refused. */
const PLACEHOLDER: CustomWorkloadProps = {
  image: 'placeholder',
  ports: [{ name: 'port', port: 1024 }],
  volumes: [],
  health: { path: '/' },
};

/**
 * Any image with volumes: it runs in one site at a time, and its volumes or backups are replicated to the others. What it
 * speaks with its front end is its own matter; both are in one site.
 */
export class CustomWorkload implements IStatefulWorkload {
  /** What can be said of the image. */
  public readonly profile: WorkloadProfile;

  private readonly settings: CustomSettings;

  constructor(props: CustomWorkloadProps) {
    this.settings = customSettings(props);
    this.profile = customProfile(this.settings);
  }

  /** The same in every site, as every site may become the active one. */
  public place(request: PlacementRequest): Placement {
    const { replicas } = this.settings;
    return {
      voteUnit: 'none: no votes are cast',
      sites: request.sites.map((site) => ({ site: site.name, nodes: replicas, votes: 0, witness: false })),
    };
  }

  /** Renders the pods, what they need and what watches them. */
  public bind(host: IAppHost): WorkloadBinding {
    const problems = customProblems(this.settings);
    for (const problem of problems) host.refuse(problem);
    // What follows is refused, and numbers that were refused make no bounds.
    const settings = problems.length === 0 ? this.settings : customSettings(PLACEHOLDER);
    if (problems.length === 0) for (const site of host.dataSites) this.bindSite(host, site);
    return {
      health: { service: clientService(settings), ...healthTarget(settings), tls: false },
      failoverGap: Bound.unbounded(
        'another site serves',
        'one site is active, and the workload moves to no other by itself: a runbook does',
      ),
      isolationDetection: Bound.unbounded(
        'health endpoint of a site that is cut off fails',
        'the workload runs in one site and misses nothing when that is cut off: clients who reach it are served',
      ),
      storage: {
        volumes: claims(settings),
        users: [{ kind: 'StatefulSet', name: settings.name, replicas: settings.replicas }],
        claimLabels: podLabels(host, settings),
        owner: settings.user,
        start: startBound(settings),
      },
      backup: this.backupRequest(host),
      backupAge:
        host.protection &&
        backupAge(
          host.protection.schedule,
          host.protection.maxDuration.toSeconds(),
          'schedule of the backup of the volumes',
          Basis.ASSUMED,
          host.fleet.backup?.ageFields(host),
        ),
      alerts: customAlerts(host, settings),
      scrapeTargets: settings.metrics
        ? [{ name: settings.name, podLabels: podLabels(host, settings), ...settings.metrics }]
        : [],
    };
  }

  /** Address and port; credentials come with `environmentSecrets` of the front end. */
  public connect(host: IAppHost, site: Site): Connection {
    const { hostVariable, portVariable, port } = this.settings.connection;
    const number = portNumber(this.settings, port);
    return {
      variables: [
        { name: hostVariable, value: site.localAddress(clientService(this.settings), host.namespace) },
        { name: portVariable, value: String(number) },
      ],
      ports: [number],
      podLabels: podLabels(host, this.settings),
    };
  }

  private bindSite(host: IAppHost, site: Site): void {
    const { settings } = this;
    const labels = podLabels(host, settings);
    const ports = settings.ports.map(({ name, port }) => ({ name, port }));
    addPods(host, site, settings);
    addTo(host, site, {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: settings.name, namespace: host.namespace },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: labels, ports },
    });
    addClientService(host, site, {
      name: clientService(settings),
      podLabels: labels,
      ports: settings.health.command ? [...ports, { name: READY_PORT_NAME, port: ANSWER_PORT }] : ports,
    });
    addDisruptionBudget(host, site, {
      name: settings.name,
      namespace: host.namespace,
      podLabels: labels,
      unready: UnreadyPods.MAY_GO,
    });
    addPolicy(host, site, settings);
  }

  private backupRequest(host: IAppHost): BackupRequest {
    const { hooks, name } = this.settings;
    const labels = podLabels(host, this.settings);
    return {
      method: BackupMethod.VOLUMES,
      hooks: hooks ? [{ name: `quiesce-${name}`, podLabels: labels, container: name, ...hooks }] : [],
    };
  }
}
