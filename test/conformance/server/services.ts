import { parseAddress, parseRange } from '../addresses';
import { repeated, type Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { hostname, label1123 } from '../names';
import { isPort, portComplaint } from './ports';
import { checkLabels } from './selectors';

/** A Service: ports, selector, addresses. */
export function checkService(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  const type = spec.get('type').text ?? 'ClusterIP';
  const ports = spec.list('ports');
  const headless = spec.get('clusterIP').text === 'None';
  if (ports.length === 0 && type !== 'ExternalName' && !headless) refuse(spec.get('ports'), 'needs at least one port');
  for (const port of ports) checkServicePort(port, ports.length > 1, refuse);
  for (const { key, value } of repeated(ports, (port) => port.get('name').text)) {
    refuse(value.get('name'), `port name '${key}' is used twice`);
  }
  const portKey = (port: Cursor): string => `${String(port.get('port').value)}/${port.get('protocol').text ?? 'TCP'}`;
  for (const { key, value } of repeated(ports, portKey)) refuse(value, `port ${key} is exposed twice`);
  checkLabels(spec.get('selector'), refuse);
  checkAddresses(spec, type, refuse);
}

function checkServicePort(port: Cursor, needsName: boolean, refuse: Refuse): void {
  if (!isPort(port.get('port').value)) refuse(port.get('port'), 'must be a port, 1 to 65535');
  const name = port.get('name');
  if (name.exists) complain(refuse, name, label1123(name.text ?? ''));
  if (needsName && !name.exists) refuse(name, 'is required where a Service has more than one port');
  const target = port.get('targetPort');
  if (target.exists) complain(refuse, target, portComplaint(target.value));
}

function checkAddresses(spec: Cursor, type: string, refuse: Refuse): void {
  const externalName = spec.get('externalName');
  if (type === 'ExternalName') {
    complain(refuse, externalName, hostname((externalName.text ?? '').replace(/\.$/, '')));
  }
  const clusterIp = spec.get('clusterIP');
  if (clusterIp.exists && clusterIp.value !== 'None' && parseAddress(clusterIp.text ?? '') === undefined) {
    refuse(clusterIp, "must be an IP address or 'None'");
  }
  for (const range of spec.list('loadBalancerSourceRanges')) {
    if (type !== 'LoadBalancer') refuse(range, 'only a Service of type LoadBalancer has source ranges');
    if (parseRange(range.text ?? '') === undefined) refuse(range, `'${range.text ?? ''}' is not a CIDR`);
  }
  const external = type === 'LoadBalancer' || type === 'NodePort' || spec.get('externalIPs').exists;
  if (spec.get('externalTrafficPolicy').exists && !external) {
    refuse(spec.get('externalTrafficPolicy'), 'only a Service that is reached from outside has it');
  }
  if (type === 'LoadBalancer' && clusterIp.value === 'None') refuse(clusterIp, 'a load balancer cannot be headless');
}
