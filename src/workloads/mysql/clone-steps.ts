import type { PerconaXtraDbBackup, PerconaXtraDbRestore } from '../../kinds/percona-xtradb';
import type { IAppHost } from '../../model/app-host';
import type { RunbookStep, StepPermission } from '../../model/runbook';
import type { Site } from '../../model/site';
import { type Archive, BACKUPS, s3 } from './archive';
import { follower } from './channels';
import { channelName, clusterName } from './names';
import { BACKUP_RESOURCES, RESTORES, patch } from './scripts';
import { CHANNEL, GROUP, fencePatch, followingFunction, intoPods, onCluster, roleOf, stepOf } from './step-parts';

/** Of a backup that was taken to clone a site: which one. */
const CLONE_LABEL = 'cndr/clone-for';

/** The steps that make a site a copy of the active one, one function each. */
export class MysqlCloneSteps {
  constructor(
    private readonly host: IAppHost,
    private readonly archive: Archive | undefined,
    private readonly cloneSeconds: number,
  ) {}

  /** Before anything else: the site that came back takes no writes. */
  public claim(returned: Site, active: Site): RunbookStep {
    return stepOf(returned, 'demote', {
      name: `claim-mysql-${returned.name}`,
      title: `keep MySQL of ${returned.name} from taking writes, as ${active.name} is active`,
      lines: [
        `there() { [ -n "$(field ${clusterName(returned)} .metadata.uid)" ]; }`,
        `wait_for there "${clusterName(returned)} is not there: let GitOps apply the manifests of ${returned.name}"`,
        fencePatch(returned),
      ],
      permissions: [onCluster(returned, ['get', 'patch'])],
    });
  }

  /** A backup of the site that is active: older ones may have the state of a copy in them. */
  public backUp(active: Site, returned: Site): RunbookStep {
    const cluster = clusterName(active);
    const backup: PerconaXtraDbBackup = {
      apiVersion: 'pxc.percona.com/v1',
      kind: 'PerconaXtraDBClusterBackup',
      // The script gives it a name of its own: a run that broke off left another one.
      metadata: {
        name: 'NAME',
        labels: { [CLONE_LABEL]: returned.name },
        finalizers: ['percona.com/delete-backup'],
      },
      spec: { pxcCluster: cluster, storageName: BACKUPS, activeDeadlineSeconds: this.cloneSeconds },
    };
    return {
      ...stepOf(active, 'follow', {
        name: `back-up-mysql-${active.name}`,
        title: `back MySQL of ${active.name} up for ${returned.name}`,
        lines: [
          `if [ "$(field ${cluster} '${CHANNEL}')" != ${channelName(active)} ]; then fail "${cluster} is not the active one: choose the site that is"; fi`,
          `name="clone-for-${returned.name}-$(date +%s)"`,
          `printf '%s' '${JSON.stringify(backup)}' | sed "s/\\"NAME\\"/\\"$name\\"/" | kubectl create -f -`,
          `state() { kubectl get ${BACKUP_RESOURCES} "$name" -o 'jsonpath={.status.state}'; }`,
          `taken() { case "$(state)" in Succeeded) return 0 ;; Failed) fail "backup $name of ${cluster} failed: see kubectl describe ${BACKUP_RESOURCES} $name" ;; esac; return 1; }`,
          `wait_for taken "backup $name of ${cluster} takes too long: see kubectl describe ${BACKUP_RESOURCES} $name"`,
        ],
        timeoutSeconds: this.cloneSeconds,
        permissions: [onCluster(active, ['get']), backups(['create', 'get'])],
      }),
    };
  }

  /** Replaces all that the site has, and lets it follow. */
  public restore(active: Site, returned: Site): RunbookStep {
    const cluster = clusterName(returned);
    return {
      ...stepOf(returned, 'follow', {
        name: `restore-mysql-${returned.name}`,
        title: `restore the backup of ${active.name} in ${returned.name}, and discard what it wrote by itself`,
        lines: [
          `destination="$(KUBECONFIG="$OTHER_KUBECONFIG" kubectl get ${BACKUP_RESOURCES} -l ${CLONE_LABEL}=${returned.name} --sort-by=.metadata.creationTimestamp -o 'jsonpath={range .items[?(@.status.state=="Succeeded")]}{.status.destination}{"\\n"}{end}' | tail -n 1)"`,
          `if [ -z "$destination" ]; then fail "there is no backup of ${active.name} for ${returned.name}: run the step that takes it"; fi`,
          `name="clone-of-${active.name}-$(date +%s)"`,
          `printf '%s' '${JSON.stringify(this.restoreObject(returned))}' | sed -e "s/\\"NAME\\"/\\"$name\\"/" -e "s|\\"DESTINATION\\"|\\"$destination\\"|" | kubectl create -f -`,
          `state() { kubectl get ${RESTORES} "$name" -o 'jsonpath={.status.state}'; }`,
          `restored() { case "$(state)" in Succeeded) return 0 ;; Failed) fail "restore $name of ${cluster} failed: see kubectl describe ${RESTORES} $name" ;; esac; return 1; }`,
          `wait_for restored "restore $name of ${cluster} takes too long: see kubectl describe ${RESTORES} $name"`,
        ],
        timeoutSeconds: this.cloneSeconds,
        permissions: [{ apiGroup: GROUP, resources: ['perconaxtradbclusterrestores'], verbs: ['create', 'get'] }],
      }),
      otherSite: active,
      otherPermissions: [backups(['list', 'get'])],
    };
  }

  /** What was cloned fetches what was written since. */
  public rejoin(active: Site, returned: Site): RunbookStep {
    const cluster = clusterName(returned);
    return stepOf(returned, 'catchUp', {
      name: `rejoin-mysql-${returned.name}`,
      title: `let MySQL of ${returned.name} follow ${active.name}`,
      lines: [
        patch(returned, roleOf(follower(this.host, active), false)),
        followingFunction(returned, active),
        'follows() { [ "$(following)" = ON,ON ]; }',
        `wait_for follows "${cluster} does not follow ${clusterName(active)}: see SHOW REPLICA STATUS on the pod with percona.com/replicationPod=true; ${active.name} has to be reachable from ${returned.name}, and the password of the user replication the same"`,
      ],
      permissions: [onCluster(returned, ['get', 'patch']), ...intoPods(returned)],
    });
  }

  /** The backup was for the clone; the finalizer takes it out of the object store. */
  public cleanUp(active: Site, returned: Site): RunbookStep {
    return {
      ...stepOf(active, 'follow', {
        name: `clean-up-mysql-${active.name}`,
        title: `delete the backups of ${active.name} that were taken for ${returned.name}`,
        lines: [
          `for name in $(kubectl get ${BACKUP_RESOURCES} -l ${CLONE_LABEL}=${returned.name} -o 'jsonpath={.items[*].metadata.name}'); do kubectl delete ${BACKUP_RESOURCES} "$name" --wait=false; done`,
        ],
        permissions: [backups(['list', 'delete'])],
      }),
      mayFail: true,
    };
  }

  private restoreObject(returned: Site): PerconaXtraDbRestore {
    const { archive } = this;
    // Without a store the application is refused.
    const store = archive ?? { store: { bucket: '', region: '', prefix: '', credentialsSecret: '' } };
    return {
      apiVersion: 'pxc.percona.com/v1',
      kind: 'PerconaXtraDBClusterRestore',
      metadata: { name: 'NAME' },
      spec: {
        pxcCluster: clusterName(returned),
        backupSource: { destination: 'DESTINATION', s3: s3(store, store.store.bucket), verifyTLS: true },
      },
    };
  }
}

function backups(verbs: string[]): StepPermission {
  return { apiGroup: GROUP, resources: ['perconaxtradbclusterbackups'], verbs };
}
