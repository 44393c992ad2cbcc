import type { Probe } from 'kubernetes-types/core/v1';
import { Basis, Bound } from '../../recovery/bound';
import { type EmittedField, fieldOf } from '../../recovery/emitted-field';
import { ETCD, METRICS_PORT } from './members';
import type { RaftTiming } from './timing';

/** The numbers of a probe that its worst case is made of. */
interface Periods {
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

const SHORTEST_PERIOD_SECONDS = 2;
/** A read through the quorum takes two round trips, of a heartbeat each; twice that is no fault. */
const HEARTBEATS_PER_READ = 4;
const SERVICE_UPDATE_SECONDS = 2;

/**
 * `/readyz` reads through the quorum: without one it does not answer until the probe gives up. It may fail for as long as an
 * election takes, or every election would take the healthy sites out of traffic as well.
 */
export function readinessProbe({ heartbeatMillis }: RaftTiming, gapSeconds: number): Probe & Periods {
  const periodSeconds = Math.max(SHORTEST_PERIOD_SECONDS, Math.ceil((HEARTBEATS_PER_READ * heartbeatMillis) / 1000));
  return {
    httpGet: { path: '/readyz', port: METRICS_PORT },
    periodSeconds,
    timeoutSeconds: periodSeconds,
    failureThreshold: Math.max(2, Math.ceil(gapSeconds / periodSeconds)),
    successThreshold: 1,
  };
}

/** From the cut to `/readyz` having failed often enough and the member having left its Service. */
export function isolationDetection({ periodSeconds, timeoutSeconds, failureThreshold }: Periods): Bound {
  return Bound.sum('site without a quorum leaves traffic', [
    Bound.term({
      name: 'readiness period x failure threshold',
      seconds: periodSeconds * failureThreshold,
      basis: Basis.DERIVED,
      source: `StatefulSet etcd, readinessProbe: ${periodSeconds} s x ${failureThreshold}`,
      fields: [probeField('periodSeconds', periodSeconds), probeField('failureThreshold', failureThreshold)],
    }),
    Bound.term({
      name: 'readiness timeout',
      seconds: timeoutSeconds,
      basis: Basis.DERIVED,
      source: 'StatefulSet etcd, readinessProbe.timeoutSeconds: /readyz does not answer without a quorum',
      fields: [probeField('timeoutSeconds', timeoutSeconds)],
    }),
    Bound.term({
      name: 'update of the Service',
      seconds: SERVICE_UPDATE_SECONDS,
      basis: Basis.ASSUMED,
      source: 'kubelet, EndpointSlice controller and kube-proxy in turn; Kubernetes states no limit',
    }),
  ]);
}

function probeField(name: keyof Periods, value: number): EmittedField {
  return fieldOf('StatefulSet', ETCD, `/spec/template/spec/containers/${ETCD}/readinessProbe/${name}`, value);
}
