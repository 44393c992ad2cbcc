import type { ISwitchable, RunbookStep, StepPermission, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { STEP_SECONDS } from './bounds';
import { ACTIVE_SITE_ANNOTATION, clusterName } from './names';
import { CLUSTERS, follow, healthyFunction, promote, script } from './scripts';

/** Annotation with the instances that CloudNativePG stops. */
const FENCED = 'cnpg.io/fencedInstances';

/** What the steps are made from. */
export interface SwitchProps {
  /** Sites with a Cluster. */
  readonly sites: Site[];
  readonly instances: number;
  /** Deployment that is ready only while the database of its site takes writes. */
  readonly healthDeployment: string;
  /** How long the clone of a site may take. */
  readonly cloneSeconds: number;
}

/** Moves PostgreSQL: with a token where both sites live, so that nothing is lost, and without one where the active is gone. */
export class PostgresqlSwitch implements ISwitchable {
  constructor(private readonly props: SwitchProps) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [checkActive(from, to), this.checkCopy(from, to, this.props.instances)],
      fence: [demote(from, to)],
      promote: [promoteWithToken(from, to)],
      start: [this.serve(to), ...this.followers(from, to)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    return {
      // Waiting for the last instance would be waiting while nobody serves.
      preflight: [this.checkCopy(from, to, 1)],
      fence: [fence(from)],
      promote: [promoteAlone(from, to)],
      start: [this.serve(to), ...this.followers(from, to)],
    };
  }

  /**
   * A site that was primary on its own has a history of its own: it is deleted, and GitOps makes it again as a clone of the active
   * one. That needs Git to know the active site, or it would come back as a second primary.
   */
  public reprotect(active: Site, returned: Site): RunbookStep[] {
    const [cluster, primary] = [clusterName(returned), clusterName(active)];
    const { cloneSeconds } = this.props;
    return [
      {
        name: `clone-postgresql-${returned.name}`,
        title: `delete PostgreSQL of ${returned.name} where it is a primary of its own, and wait for its clone of ${active.name}`,
        site: returned,
        script: script(cloneSeconds, [
          `follows() { [ "$(field ${cluster} .spec.replica.primary)" = ${primary} ]; }`,
          `primary="$(field ${cluster} .spec.replica.primary)"`,
          `if [ -n "$primary" ] && [ "$primary" != ${primary} ]; then`,
          `  told="$(field ${cluster} '.metadata.annotations.${ACTIVE_SITE_ANNOTATION}')"`,
          `  if [ "$told" != ${active.name} ]; then`,
          `    fail "Git says that $told is active: set activeSite to ${active.name}, let GitOps apply it in ${returned.name}, and run this again"`,
          '  fi',
          // Its volumes belong to it, and go with it.
          `  kubectl delete ${CLUSTERS} ${cluster} --cascade=foreground --timeout=${STEP_SECONDS.promote}s`,
          'fi',
          `wait_for follows "${cluster} is not there as a copy of ${primary}: let GitOps apply the manifests of ${returned.name}"`,
          healthyFunction(cluster),
          `wait_for healthy "${cluster} is not healthy: see its status; ${primary} has to be reachable from ${returned.name}. A clone whose Job has failed for good is not tried again: delete ${cluster}, and let GitOps make it again"`,
        ]),
        timeoutSeconds: cloneSeconds,
        permissions: [onCluster(returned, ['get', 'list', 'watch', 'delete'])],
      },
    ];
  }

  private checkCopy(from: Site, to: Site, instances: number): RunbookStep {
    const [cluster, primary] = [clusterName(to), clusterName(from)];
    return {
      name: `check-postgresql-${to.name}`,
      title: `see that PostgreSQL of ${to.name} follows ${from.name} and is ready to take over`,
      site: to,
      script: script(STEP_SECONDS.preflight, [
        `follows="$(field ${cluster} .spec.replica.primary)"`,
        // The runbook may have come as far as the promotion before.
        `case "$follows" in ${primary} | ${cluster}) ;;`,
        `  *) fail "${cluster} follows '$follows' and not ${primary}: it has no copy of ${from.name} to go on with" ;;`,
        'esac',
        // Stopped by an earlier failover, away from this site: the promotion lets it go.
        `fenced="${fencedOf(cluster)}"`,
        `if [ "$follows" = ${cluster} ] && [ -n "$fenced" ]; then exit 0; fi`,
        `ready() { n="$(field ${cluster} .status.readyInstances)"; [ "\${n:-0}" -ge ${instances} ]; }`,
        `wait_for ready "${cluster} has fewer than ${instances} ready instances: see kubectl get pods -l cnpg.io/cluster=${cluster}"`,
      ]),
      timeoutSeconds: STEP_SECONDS.preflight,
      permissions: [onCluster(to, ['get'])],
    };
  }

  private serve(to: Site): RunbookStep {
    const { healthDeployment } = this.props;
    return {
      name: `serve-postgresql-${to.name}`,
      title: `wait until PostgreSQL of ${to.name} takes writes`,
      site: to,
      script: script(STEP_SECONDS.serve, [
        `writable() { n="$(kubectl get deployment ${healthDeployment} -o 'jsonpath={.status.readyReplicas}')"; [ "\${n:-0}" -ge 1 ]; }`,
        `wait_for writable "Deployment ${healthDeployment} finds no database that takes writes: see the status of ${clusterName(to)}"`,
      ]),
      timeoutSeconds: STEP_SECONDS.serve,
      permissions: [{ apiGroup: 'apps', resources: ['deployments'], verbs: ['get'], names: [healthDeployment] }],
    };
  }

  /** The other copies follow the new primary; one that does not answer is made a copy again later. */
  private followers(from: Site, to: Site): RunbookStep[] {
    return this.props.sites
      .filter((site) => site !== from && site !== to)
      .map((site) => ({
        name: `follow-postgresql-${site.name}`,
        title: `let PostgreSQL of ${site.name} follow ${to.name}`,
        site,
        script: follow(clusterName(site), clusterName(to)),
        timeoutSeconds: STEP_SECONDS.follow,
        permissions: [onCluster(site, ['get', 'patch'])],
        mayFail: true,
      }));
  }
}

/** What of a Cluster is stopped, for the shell. */
function fencedOf(cluster: string): string {
  return `$(field ${cluster} '.metadata.annotations.${FENCED.replace('.', '\\.')}')`;
}

function checkActive(from: Site, to: Site): RunbookStep {
  const [cluster, successor] = [clusterName(from), clusterName(to)];
  return {
    name: `check-postgresql-${from.name}`,
    title: `see that PostgreSQL of ${from.name} is active, healthy and archives its log`,
    site: from,
    script: script(STEP_SECONDS.preflight, [
      `primary="$(field ${cluster} .spec.replica.primary)"`,
      `case "$primary" in`,
      // Demoted already: the runbook is run again.
      `  ${successor}) exit 0 ;;`,
      `  ${cluster}) ;;`,
      `  *) fail "${cluster} follows '$primary': ${from.name} is not the active site" ;;`,
      'esac',
      healthyFunction(cluster),
      `wait_for healthy "${cluster} is not healthy: see its status"`,
      // The last segment goes through the archive.
      `archiving() { [ "$(field ${cluster} '.status.conditions[?(@.type=="ContinuousArchiving")].status')" = True ]; }`,
      `wait_for archiving "${cluster} does not archive its log: see its condition ContinuousArchiving"`,
    ]),
    timeoutSeconds: STEP_SECONDS.preflight,
    permissions: [onCluster(from, ['get'])],
  };
}

function demote(from: Site, to: Site): RunbookStep {
  const [cluster, successor] = [clusterName(from), clusterName(to)];
  return {
    name: `demote-postgresql-${from.name}`,
    title: `make PostgreSQL of ${from.name} a copy of ${to.name}: it takes no more writes`,
    site: from,
    script: script(STEP_SECONDS.demote, [
      follow(cluster, successor),
      // The token has been seen to be there, be made again, or be emptied (cloudnative-pg#11074): twice the same one counts.
      'last=none',
      'settled() {',
      `  token="$(field ${cluster} .status.demotionToken)"`,
      '  if [ -n "$token" ] && [ "$token" = "$last" ] && healthy; then return 0; fi',
      '  last="$token"',
      '  return 1',
      '}',
      healthyFunction(cluster),
      `wait_for settled "${cluster} made no demotion token: see its status; nothing is promoted yet, so patching spec.replica.primary back to ${cluster} ends the switchover"`,
    ]),
    timeoutSeconds: STEP_SECONDS.demote,
    permissions: [onCluster(from, ['get', 'patch'])],
  };
}

function promoteWithToken(from: Site, to: Site): RunbookStep {
  const [cluster, former] = [clusterName(to), clusterName(from)];
  return {
    name: `promote-postgresql-${to.name}`,
    title: `promote PostgreSQL of ${to.name} as soon as it has all that ${from.name} wrote`,
    site: to,
    otherSite: from,
    otherPermissions: [onCluster(from, ['get'])],
    script: script(STEP_SECONDS.promote, [
      `token="$(KUBECONFIG="$OTHER_KUBECONFIG" kubectl get ${CLUSTERS} ${former} -o 'jsonpath={.status.demotionToken}')"`,
      `if [ -z "$token" ]; then fail "${former} has no demotion token: run the step that demotes it"; fi`,
      `primary="$(field ${cluster} .spec.replica.primary)"`,
      `given="$(field ${cluster} .spec.replica.promotionToken)"`,
      'if [ "$given" != "$token" ]; then',
      `  if [ "$primary" = ${cluster} ]; then`,
      `    fail "${cluster} is a primary already, without what ${former} wrote last: run the reprotect runbook for ${from.name}"`,
      '  fi',
      // In one change: a primary without the token would be promoted without what is missing.
      `  kubectl patch ${CLUSTERS} ${cluster} --type=merge -p '{"spec":{"replica":{"primary":"${cluster}","source":"${former}","promotionToken":"'"$token"'"}}}'`,
      'fi',
      `promoted() { [ "$(field ${cluster} .status.lastPromotionToken)" = "$token" ]; }`,
      `wait_for promoted "${cluster} did not accept the token of ${former}: see its status and the log of the operator"`,
      healthyFunction(cluster),
      `wait_for healthy "${cluster} is promoted and not healthy: see its status"`,
    ]),
    timeoutSeconds: STEP_SECONDS.promote,
    permissions: [onCluster(to, ['get', 'patch'])],
  };
}

/** Shuts all instances of the lost site down, where its API server still answers: it may be cut off from clients only. */
function fence(from: Site): RunbookStep {
  return {
    name: `fence-postgresql-${from.name}`,
    title: `stop PostgreSQL of ${from.name}, if its cluster can still be reached`,
    site: from,
    script: `kubectl annotate ${CLUSTERS} ${clusterName(from)} --overwrite '${FENCED}=["*"]'`,
    timeoutSeconds: STEP_SECONDS.fence,
    permissions: [onCluster(from, ['get', 'patch'])],
    mayFail: true,
  };
}

function promoteAlone(from: Site, to: Site): RunbookStep {
  const cluster = clusterName(to);
  return {
    name: `promote-postgresql-${to.name}`,
    title: `promote PostgreSQL of ${to.name} with what it has of ${from.name}`,
    site: to,
    script: script(STEP_SECONDS.promote, [
      `primary="$(field ${cluster} .spec.replica.primary)"`,
      `if [ "$primary" != ${cluster} ]; then`,
      `  ${promote(cluster, clusterName(from))}`,
      'fi',
      // Of an earlier failover, away from this site: its instances would stay stopped.
      `fenced="${fencedOf(cluster)}"`,
      `if [ -n "$fenced" ]; then kubectl annotate ${CLUSTERS} ${cluster} ${FENCED}-; fi`,
      healthyFunction(cluster),
      `wait_for healthy "${cluster} is promoted and not healthy: see its status"`,
    ]),
    timeoutSeconds: STEP_SECONDS.promote,
    permissions: [onCluster(to, ['get', 'patch'])],
  };
}

function onCluster(site: Site, verbs: string[]): StepPermission {
  return { apiGroup: 'postgresql.cnpg.io', resources: ['clusters'], verbs, names: [clusterName(site)] };
}
