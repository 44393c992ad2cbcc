import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { hostname, label1035, portName } from '../names';
import { isPort } from './ports';

/** An Ingress: hosts, paths, backends. */
export function checkIngress(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  const fallback = spec.get('defaultBackend');
  const rules = spec.list('rules');
  if (!fallback.exists && rules.length === 0) refuse(spec, 'needs rules or a defaultBackend');
  if (fallback.exists) checkBackend(fallback, refuse);
  for (const rule of rules) {
    if (rule.get('host').exists) checkHost(rule.get('host'), refuse);
    const paths = rule.get('http', 'paths');
    if (rule.get('http').exists && paths.items().length === 0) refuse(paths, 'needs at least one path');
    for (const path of paths.items()) checkPath(path, refuse);
  }
  const tlsHosts = spec.list('tls').map((tls) => tls.list('hosts'));
  for (const host of tlsHosts.flat()) checkHost(host, refuse);
}

function checkHost(host: Cursor, refuse: Refuse): void {
  complain(refuse, host, hostname(host.text ?? ''));
}

function checkPath(at: Cursor, refuse: Refuse): void {
  const path = at.get('path');
  const literal = at.get('pathType').text !== 'ImplementationSpecific';
  if (!at.get('pathType').exists) refuse(at.get('pathType'), 'is required');
  if (literal && path.text?.startsWith('/') !== true) refuse(path, "must begin with '/'");
  if (literal && /\/\/|\/\.\.?(\/|$)|%2f/i.test(path.text ?? '')) refuse(path, 'must be a normal path');
  checkBackend(at.get('backend'), refuse);
}

function checkBackend(backend: Cursor, refuse: Refuse): void {
  const service = backend.get('service');
  if (service.exists === backend.get('resource').exists) refuse(backend, 'needs exactly one of service, resource');
  if (!service.exists) return;
  complain(refuse, service.get('name'), label1035(service.get('name').text ?? ''));
  const [name, number] = [service.get('port', 'name'), service.get('port', 'number')];
  if (name.exists === number.exists) refuse(service.get('port'), 'needs exactly one of name, number');
  if (number.exists && !isPort(number.value)) refuse(number, 'must be a port, 1 to 65535');
  complain(refuse, name, name.exists ? portName(name.text ?? '') : undefined);
}
