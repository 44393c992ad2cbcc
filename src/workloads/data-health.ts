import { Duration } from 'cdk8s';
import type { EnvVar, Volume, VolumeMount } from 'kubernetes-types/core/v1';
import type { NetworkPolicyEgressRule } from 'kubernetes-types/networking/v1';
import { type Alert, AlertSeverity } from '../model/alert';
import type { IAppHost } from '../model/app-host';
import { addTo } from '../model/host';
import type { Site } from '../model/site';
import type { HealthEndpoint } from '../model/workload';
import { Basis, Bound } from '../recovery/bound';
import { fieldOf } from '../recovery/emitted-field';
import { addDisruptionBudget, UnreadyPods } from './budget';
import { dnsEgress, networkPolicy, podsWith, tcp } from './network-policy';
import { acrossNodes, acrossZones, componentLabels, restrictedContainer, restrictedPod } from './pods';
import { READY_PATH, READY_PORT_NAME, readyAnswer } from './ready-answer';

/** Deployment, Service and ConfigMap. */
export const DATA_HEALTH = 'data-health';
const NAME = DATA_HEALTH;
const CONTAINER = 'check';
const PORT = 8080;
const REPLICAS = 2;
const PERIOD = Duration.seconds(5);
const FAILURES = 2;
/** From a pod's readiness to the last kube-proxy of the cluster; nobody publishes a number. */
const ENDPOINTS_SECONDS = 5;

/** A question to the workload that only a site that can serve answers. */
export interface DataHealthProps {
  /** Image with a shell and the workload's client. */
  readonly image: string;
  /** POSIX shell; ends with 0 only while the workload of this site takes writes. */
  readonly script: string;
  /** How long the script may take; longer is a failure. */
  readonly timeout: Duration;
  readonly environment: EnvVar[];
  /** Volumes of the script, such as certificates. */
  readonly volumes: Volume[];
  readonly volumeMounts: VolumeMount[];
  /** What the script dials, besides DNS. */
  readonly egress: NetworkPolicyEgressRule[];
  /** Numeric user of the image. */
  readonly user: number;
  /** Memory limit of the client in mebibytes; 128 unless given. */
  readonly memoryMebibytes?: number;
  /** ServiceAccount whose cloud identity the script uses; the default one, which has none, unless given. */
  readonly serviceAccount?: string;
}

/**
 * Makes an HTTP endpoint of a question that takes a client to ask, for workloads without a deep health endpoint of their own: pods
 * that are ready only while the script succeeds, behind a Service that then has nobody to send a request to.
 */
export function addDataHealth(host: IAppHost, site: Site, props: DataHealthProps): HealthEndpoint {
  const { namespace } = host;
  const labels = componentLabels(host.name, NAME);
  const answer = readyAnswer(NAME, PORT);
  const memory = `${props.memoryMebibytes ?? 128}Mi`;
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: NAME, namespace },
    data: answer.data,
  });
  addTo(host, site, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: NAME, namespace },
    spec: {
      replicas: REPLICAS,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          ...(props.serviceAccount === undefined ? {} : { serviceAccountName: props.serviceAccount }),
          automountServiceAccountToken: false,
          securityContext: restrictedPod(props.user),
          topologySpreadConstraints: [...acrossZones(labels), ...acrossNodes(labels)],
          terminationGracePeriodSeconds: 5,
          containers: [
            {
              name: CONTAINER,
              image: props.image,
              command: ['/bin/sh', '-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait $!; done'],
              env: props.environment,
              readinessProbe: {
                exec: { command: ['/bin/sh', '-c', props.script] },
                periodSeconds: PERIOD.toSeconds(),
                timeoutSeconds: props.timeout.toSeconds(),
                failureThreshold: FAILURES,
              },
              resources: { requests: { cpu: '10m', memory }, limits: { memory } },
              securityContext: restrictedContainer(),
              volumeMounts: [...props.volumeMounts, { name: 'tmp', mountPath: '/tmp' }],
            },
            answer.container,
          ],
          volumes: [...props.volumes, { name: 'tmp', emptyDir: { sizeLimit: '16Mi' } }, ...answer.volumes],
        },
      },
    },
  });
  addTo(host, site, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: NAME, namespace },
    spec: { selector: labels, ports: [{ name: READY_PORT_NAME, port: PORT, targetPort: READY_PORT_NAME }] },
  });
  // Without one, the drain of two nodes at once would take a healthy site out of the answers of the load balancer.
  addDisruptionBudget(host, site, { name: NAME, namespace, podLabels: labels, unready: UnreadyPods.MAY_GO });
  addTo(
    host,
    site,
    networkPolicy({
      name: NAME,
      namespace,
      podLabels: labels,
      ingress: [{ from: [podsWith(componentLabels(host.name, 'front-end'))], ports: tcp(PORT) }],
      egress: [...props.egress, dnsEgress()],
    }),
  );
  return { service: NAME, port: PORT, path: READY_PATH, tls: false, podLabels: labels };
}

/** Labels of the pods, for policies of the workload that let them in. */
export function dataHealthLabels(host: IAppHost): Record<string, string> {
  return componentLabels(host.name, NAME);
}

/** Calls when no pod of a site gets an answer from the workload any more, so that the load balancer takes the site out. */
export function dataHealthAlert(host: IAppHost, system: string): Alert {
  const series = `kube_deployment_status_replicas_available{namespace="${host.namespace}",deployment="${DATA_HEALTH}"}`;
  return {
    name: 'DataHealthFailing',
    expr: `${series} == 0`,
    holdsFor: Duration.minutes(1),
    severity: AlertSeverity.CRITICAL,
    summary: `${system} does not serve this site, which therefore gets no clients: look at the log of the readiness probe of ${DATA_HEALTH}`,
    objective: 'rto',
    absentSeries: series,
  };
}

/** From the workload ceasing to serve in a site to the endpoint failing. */
export function dataHealthDetection(timeout: Duration): Bound {
  const probe = `/spec/template/spec/containers/${CONTAINER}/readinessProbe`;
  return Bound.sum('health endpoint fails', [
    Bound.term({
      name: 'readiness period x threshold + timeout',
      seconds: PERIOD.toSeconds() * FAILURES + timeout.toSeconds(),
      basis: Basis.DERIVED,
      source: `Deployment ${NAME}, readinessProbe: periodSeconds ${PERIOD.toSeconds()}, failureThreshold ${FAILURES}, timeoutSeconds ${timeout.toSeconds()}`,
      fields: [
        fieldOf('Deployment', NAME, `${probe}/periodSeconds`, PERIOD.toSeconds()),
        fieldOf('Deployment', NAME, `${probe}/failureThreshold`, FAILURES),
        fieldOf('Deployment', NAME, `${probe}/timeoutSeconds`, timeout.toSeconds()),
      ],
    }),
    Bound.term({
      name: 'endpoints taken out of the Service',
      seconds: ENDPOINTS_SECONDS,
      basis: Basis.ASSUMED,
      source: `Service ${NAME}: kubelet, EndpointSlice controller and kube-proxy; Kubernetes states no bound`,
    }),
  ]);
}
