import type { CronJobSpec } from 'kubernetes-types/batch/v1';
import type { Pod, PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { durationText } from '../kinds/duration';
import type { Alert } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import type { DrillPlan } from '../model/backup';
import { addTo } from '../model/host';
import { PrerequisiteKind } from '../model/prerequisite';
import type { Site } from '../model/site';
import { TOOLS_IMAGE } from '../model/tools-image';
import { largestGapSeconds } from '../recovery/cron';
import { BackupMethod } from '../rules/vocabulary';
import { addDrillAccess } from './drill-access';
import { drillAlerts } from './drill-alerts';
import { DRILL, LONGEST_NAMESPACE, drillLabels, drillNamespace, lookLabels } from './drill-names';
import { drillScript, drillSeconds } from './drill-script';
import { locationName, scheduleName } from './layout';

/** A node that was lost is replaced within the hour; a test that is later than that waits for the next time. */
const LATEST_START_SECONDS = 3600;
/** To clean up when its node is drained. */
const STOP_SECONDS = 300;
/** Any user that is not root: volumes get it as their group. */
const USER = 65532;

/** What is tested. */
export interface DrilledBackups {
  /** Namespace of Velero. */
  readonly velero: string;
  /** VOLUMES or OBJECTS: what Velero's backups hold. */
  readonly method: BackupMethod;
}

/** One site testing what it would restore. */
interface Drill extends DrilledBackups {
  readonly plan: DrillPlan;
  readonly site: Site;
  /** Site whose backup is restored. */
  readonly source: Site;
  /** True where there is nothing to test in the site's role. */
  readonly suspended: boolean;
}

/**
 * Restores the newest backup of another site on a schedule, as a survivor would: into a namespace of its own, without what
 * would act in a living cluster.
 *
 * @returns alerts on tests that fail or are not made
 */
export function addDrills(host: IAppHost, plan: DrillPlan, props: DrilledBackups): Alert[] {
  const problems = drillProblems(host, props);
  for (const problem of problems) host.refuse(problem);
  if (problems.length > 0) return [];

  const drills = drillsOf(host).map((drill) => ({ ...drill, ...props, plan }));
  for (const drill of drills) {
    addDrillAccess(host, drill.site, { ...props, source: drill.source, volumes: holdsVolumes(drill) });
    addDrill(host, drill);
    requireRoom(host, drill);
  }
  const testing = drills.filter(({ suspended }) => !suspended);
  const gapSeconds = largestGapSeconds(plan.schedule);
  for (const { site, source, method } of testing) {
    const { schedule } = plan;
    host.stateDrill({
      site: site.name,
      source: source.name,
      name: DRILL,
      schedule,
      scheduleSeconds: gapSeconds,
      covers: method,
    });
  }
  return drillAlerts({
    namespace: host.namespace,
    gapSeconds,
    durationSeconds: drillSeconds(plan.maxDuration.toSeconds()),
    sites: testing.map(({ site }) => site.name),
  });
}

function drillProblems(host: IAppHost, { velero }: DrilledBackups): string[] {
  const into = drillNamespace(host);
  if (into === velero) {
    return [
      `restore tests of "${host.namespace}" are made in "${into}", which is the namespace of Velero; give the application another namespace`,
    ];
  }
  if (into.length <= LONGEST_NAMESPACE) return [];
  return [
    `namespace "${into}", in which restores are tested, has ${into.length} characters; ${LONGEST_NAMESPACE} are allowed: shorten the namespace of the application, or set protection.drill.enabled to false`,
  ];
}

/**
 * Where all sites serve, each tests the backup of the one before it: every backup, and every site's way to the backups of
 * others. With one active site the others test its backups; in itself the test is there and suspended, so that a change of
 * roles changes one line in each.
 */
function drillsOf({ dataSites, activeSite, passiveSites }: IAppHost): Pick<Drill, 'site' | 'source' | 'suspended'>[] {
  return dataSites.map((site, index) => {
    if (!activeSite) return { site, source: dataSites.at(index - 1) ?? site, suspended: false };
    const suspended = site === activeSite;
    return { site, source: suspended ? (passiveSites[0] ?? site) : activeSite, suspended };
  });
}

function addDrill(host: IAppHost, drill: Drill): void {
  const { schedule } = drill.plan;
  addTo(host, drill.site, {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: DRILL, namespace: host.namespace },
    spec: {
      schedule,
      timeZone: 'Etc/UTC',
      suspend: drill.suspended,
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: LATEST_START_SECONDS,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: jobTemplate(host, drill),
    },
  });
}

function jobTemplate(host: IAppHost, drill: Drill): CronJobSpec['jobTemplate'] {
  return {
    spec: {
      // Again at once it would fail again, and read the whole backup for that.
      backoffLimit: 0,
      activeDeadlineSeconds: drillSeconds(drill.plan.maxDuration.toSeconds()),
      template: {
        metadata: { labels: drillLabels(host.name) },
        spec: {
          restartPolicy: 'Never',
          serviceAccountName: DRILL,
          automountServiceAccountToken: true,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: STOP_SECONDS,
          securityContext: podSecurity(),
          containers: [
            {
              name: 'drill',
              image: TOOLS_IMAGE,
              command: ['sh', '-c', script(host, drill)],
              env: [{ name: 'HOME', value: '/tmp' }],
              resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
              securityContext: containerSecurity(),
              volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
            },
          ],
          volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
        },
      },
    },
  };
}

function script(host: IAppHost, drill: Drill): string {
  const { maxDuration } = drill.plan;
  return drillScript({
    velero: drill.velero,
    namespace: host.namespace,
    into: drillNamespace(host),
    source: drill.source.name,
    location: locationName(drill.source),
    schedule: scheduleName(host, drill.source),
    // Not those of a failover, which looks for its own restores by them.
    labels: { 'app.kubernetes.io/part-of': host.name, 'app.kubernetes.io/component': DRILL },
    restoreSeconds: maxDuration.toSeconds(),
    restoreTimeout: durationText(maxDuration),
    ...(holdsVolumes(drill) && { look: look(host) }),
  });
}

/** The pod that looks into the volume of `$claim`, and says how many files are there by how it ends. */
function look(host: IAppHost): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'look-$claims', labels: lookLabels(host.name) },
    spec: {
      restartPolicy: 'Never',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: podSecurity(),
      containers: [
        {
          name: 'look',
          image: TOOLS_IMAGE,
          // Nothing in it may mean anything to the shell that makes the pod.
          command: [
            'sh',
            '-c',
            'find /restored -name lost+found -prune -o ! -type d -print | wc -l | tr -cd 0-9 > /dev/termination-log',
          ],
          resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
          securityContext: containerSecurity(),
          volumeMounts: [{ name: 'restored', mountPath: '/restored', readOnly: true }],
        },
      ],
      volumes: [{ name: 'restored', persistentVolumeClaim: { claimName: '$claim' } }],
    },
  };
}

function requireRoom(host: IAppHost, drill: Drill): void {
  if (!holdsVolumes(drill)) return;
  const { site, source } = drill;
  const classes =
    site.storageClass === source.storageClass
      ? ''
      : `; Velero turns StorageClass ${source.storageClass ?? 'of the default'} into ${site.storageClass ?? 'that of the default'}, as a ConfigMap with the label velero.io/change-storage-class=RestoreItemAction tells it`;
  host.require(site, {
    kind: PrerequisiteKind.SETTING,
    name: 'room for a restore test',
    why: `a second copy of the volumes of ${host.name}, for as long as the test runs, of a StorageClass with reclaimPolicy Delete, or each test leaves a copy behind${classes}`,
  });
}

function holdsVolumes({ method }: DrilledBackups): boolean {
  return method === BackupMethod.VOLUMES;
}

function podSecurity(): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: USER,
    runAsGroup: USER,
    fsGroup: USER,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

function containerSecurity(): SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}
