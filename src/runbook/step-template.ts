import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { ScriptTemplate } from '../kinds/argo';
import type { RunbookStep } from '../model/runbook';
import type { Site } from '../model/site';
import { TOOLS_IMAGE } from '../model/tools-image';
import { clusterOf } from './clusters';
import { kubeconfigSecret } from './names';
import { HOME, SCRIPT_SECURITY, TMP_MOUNT } from './pods';

/** Attempts after the first: for API servers that fail over themselves, and nodes that go away. */
const RETRIES = 2;
const KUBECONFIG = 'kubeconfig';
const OTHER_KUBECONFIG = 'other-kubeconfig';

/** The pod of a step, in the cluster of `runner`. */
export function stepTemplate(step: RunbookStep, runner: Site): ScriptTemplate {
  const { otherSite } = step;
  const remotes = [
    ...reached(clusterOf(step), runner, 'KUBECONFIG', KUBECONFIG),
    ...(otherSite ? reached(otherSite.name, runner, 'OTHER_KUBECONFIG', OTHER_KUBECONFIG) : []),
  ];
  return {
    name: step.name,
    activeDeadlineSeconds: step.timeoutSeconds,
    ...(step.mayFail !== true && { retryStrategy: tryAgain(step.timeoutSeconds) }),
    ...(remotes.length > 0 && { volumes: remotes.map(({ volume }) => volume) }),
    script: {
      image: step.image ?? TOOLS_IMAGE,
      command: ['sh'],
      source: `set -eu\n${step.script}\n`,
      env: [HOME, ...remotes.map(({ variable }) => variable), ...ownCluster(step, runner), ...environmentOf(step)],
      ...(step.environmentSecrets && {
        envFrom: step.environmentSecrets.map((name) => ({ secretRef: { name } })),
      }),
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '256Mi' } },
      securityContext: SCRIPT_SECURITY,
      volumeMounts: [TMP_MOUNT, ...remotes.map(({ mount }) => mount)],
    },
  };
}

/**
 * A step that took all of its time would take it again, while somebody waits for the application. One that may fail is for a
 * cluster that is probably gone.
 */
function tryAgain(timeoutSeconds: number): ScriptTemplate['retryStrategy'] {
  return {
    limit: String(RETRIES),
    retryPolicy: 'Always',
    expression: `asFloat(lastRetry.duration) < ${timeoutSeconds}`,
    backoff: { duration: '5s' },
  };
}

function environmentOf({ environment = {} }: RunbookStep): EnvVar[] {
  return Object.entries(environment).map(([name, value]) => ({ name, value }));
}

interface Remote {
  readonly volume: Volume;
  readonly mount: VolumeMount;
  readonly variable: EnvVar;
}

/** The way into a cluster, unless the workflow runs in it. */
function reached(cluster: string, runner: Site, variable: string, name: string): Remote[] {
  if (cluster === runner.name) return [];
  return [
    {
      volume: {
        name,
        secret: { secretName: kubeconfigSecret(cluster), items: [{ key: 'kubeconfig', path: 'kubeconfig' }] },
      },
      mount: { name, mountPath: `/${name}`, readOnly: true },
      variable: { name: variable, value: `/${name}/kubeconfig` },
    },
  ];
}

/** With an empty KUBECONFIG kubectl talks to the cluster that it runs in. */
function ownCluster({ otherSite }: RunbookStep, runner: Site): EnvVar[] {
  return otherSite?.name === runner.name ? [{ name: 'OTHER_KUBECONFIG', value: '' }] : [];
}
