import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import type { PodView } from '../pods';
import { portComplaint } from './ports';

const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
const HOOKS = ['exec', 'httpGet', 'sleep', 'tcpSocket'];

/** Probes and lifecycle hooks of the containers of a pod. */
export function checkProbes(pod: PodView, refuse: Refuse): void {
  for (const { at, role } of pod.containers) {
    const ports = new Set(at.list('ports').map((port) => port.get('name').text));
    const restartable = role === 'main' || at.get('restartPolicy').text === 'Always';
    for (const kind of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
      const probe = at.get(kind);
      if (!probe.exists) continue;
      if (!restartable) refuse(probe, 'an init container that runs to its end has no probes');
      checkHandler(probe, HANDLERS, ports, refuse);
      checkThresholds(kind, probe, refuse);
    }
    for (const hook of ['postStart', 'preStop']) {
      if (at.get('lifecycle', hook).exists) checkHandler(at.get('lifecycle', hook), HOOKS, ports, refuse);
    }
  }
}

function checkHandler(at: Cursor, handlers: string[], ports: ReadonlySet<string | undefined>, refuse: Refuse): void {
  const given = handlers.filter((handler) => at.get(handler).exists);
  if (given.length !== 1) refuse(at, `needs exactly one of ${handlers.join(', ')}, has ${given.join(', ') || 'none'}`);
  for (const handler of given.filter((name) => name !== 'exec' && name !== 'sleep')) {
    checkPort(at.get(handler, 'port'), ports, refuse);
  }
  const command = at.get('exec', 'command');
  if (at.get('exec').exists && command.items().length === 0) refuse(command, 'needs a command');
}

function checkPort(at: Cursor, ports: ReadonlySet<string | undefined>, refuse: Refuse): void {
  complain(refuse, at, portComplaint(at.value));
  // The API server takes any well-formed name; the kubelet then fails every probe.
  if (at.text !== undefined && !ports.has(at.text)) refuse(at, `the container has no port named '${at.text}'`);
}

function checkThresholds(kind: string, probe: Cursor, refuse: Refuse): void {
  const success = probe.get('successThreshold');
  if (kind !== 'readinessProbe' && success.exists && success.value !== 1) refuse(success, `must be 1 for a ${kind}`);
  const grace = probe.get('terminationGracePeriodSeconds');
  if (kind === 'readinessProbe' && grace.exists) refuse(grace, 'must not be set for a readinessProbe');
}
