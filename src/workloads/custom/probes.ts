import type { Probe } from 'kubernetes-types/core/v1';
import { Basis, Bound } from '../../recovery/bound';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { READY_PATH } from '../ready-answer';
import { type CustomSettings, portNumber } from './settings';

/** Port of the container that answers for a health command. */
export const ANSWER_PORT = 8089;
const READINESS_FAILURES = 2;
const START_PERIOD_SECONDS = 5;
const ATTACH_SECONDS = 60;
const IMAGE_SECONDS = 60;
const ENDPOINTS_SECONDS = 5;

/** Probes of the image's container. */
export function probes(settings: CustomSettings): { startupProbe: Probe; readinessProbe: Probe; livenessProbe: Probe } {
  const { health, connection } = settings;
  const question: Probe =
    health.command === undefined
      ? { httpGet: { path: health.path ?? READY_PATH, port: health.port } }
      : { exec: { command: health.command } };
  const timeoutSeconds = health.timeout.toSeconds({ integral: false });
  return {
    startupProbe: {
      ...question,
      periodSeconds: START_PERIOD_SECONDS,
      timeoutSeconds,
      failureThreshold: startFailures(settings),
    },
    readinessProbe: {
      ...question,
      periodSeconds: health.period.toSeconds({ integral: false }),
      timeoutSeconds,
      failureThreshold: READINESS_FAILURES,
    },
    // Not the question: a restart frees no full disk, and costs a recovery after a crash.
    livenessProbe: { tcpSocket: { port: connection.port }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 },
  };
}

/** Where the load balancer's check ends: the path of the image, or that of the container beside it. */
export function healthTarget(settings: CustomSettings): { port: number; path: string } {
  const { path, port, command } = settings.health;
  if (command !== undefined) return { port: ANSWER_PORT, path: READY_PATH };
  return { port: portNumber(settings, port), path: path ?? READY_PATH };
}

/** From the pods being made to clients being let in. The pods start at the same time. */
export function startBound(settings: CustomSettings): Bound {
  const { name, health } = settings;
  const assumed = (what: string, seconds: number, source: string) =>
    Bound.term({ name: what, seconds, basis: Basis.ASSUMED, source });
  return Bound.sum(`${name} starts`, [
    assumed('volumes are attached', ATTACH_SECONDS, 'CSI driver of the StorageClass; nobody states a bound'),
    assumed('image is pulled', IMAGE_SECONDS, 'size of the image over the bandwidth of its registry'),
    Bound.term({
      name: 'start and crash recovery',
      seconds: START_PERIOD_SECONDS * startFailures(settings),
      basis: Basis.DERIVED,
      source: `StatefulSet ${name}, startupProbe: periodSeconds ${START_PERIOD_SECONDS} x failureThreshold ${startFailures(settings)}, from startTimeout`,
      fields: [
        probeField(settings, 'startupProbe/periodSeconds', START_PERIOD_SECONDS),
        probeField(settings, 'startupProbe/failureThreshold', startFailures(settings)),
      ],
    }),
    Bound.term({
      name: 'readiness period',
      seconds: health.period.toSeconds({ integral: false }),
      basis: Basis.DERIVED,
      source: `StatefulSet ${name}, readinessProbe.periodSeconds`,
      fields: [probeField(settings, 'readinessProbe/periodSeconds', health.period.toSeconds({ integral: false }))],
    }),
    assumed('update of the Service', ENDPOINTS_SECONDS, 'kubelet, EndpointSlice controller and kube-proxy in turn'),
  ]);
}

function startFailures({ startTimeout }: CustomSettings): number {
  return Math.ceil(startTimeout.toSeconds({ integral: false }) / START_PERIOD_SECONDS);
}

function probeField({ name }: CustomSettings, path: string, value: number): EmittedField {
  return fieldOf('StatefulSet', name, `/spec/template/spec/containers/${name}/${path}`, value);
}
