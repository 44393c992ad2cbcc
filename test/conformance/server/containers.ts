import { repeated, type Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { environmentName, imageReference, label1123, portName } from '../names';
import { isTemplated, type PodView } from '../pods';
import { isPort } from './ports';

/** Names, images, ports and environment of the containers of a pod. */
export function checkContainers(pod: PodView, refuse: Refuse): void {
  if (pod.builtin && !pod.containers.some(({ role }) => role === 'main')) {
    refuse(pod.at.get('containers'), 'a pod needs at least one container');
  }
  const containers = pod.containers.map(({ at }) => at);
  for (const { key, value } of repeated(containers, (container) => container.get('name').text)) {
    refuse(value.get('name'), `container name '${key}' is used twice in the pod`);
  }
  for (const container of containers) {
    const name = container.get('name');
    if (name.exists || pod.builtin) checkName(name, label1123, refuse);
    checkName(container.get('image'), imageReference, refuse);
    checkPorts(container.list('ports'), refuse);
    checkEnvironment(container, refuse);
  }
}

function checkName(at: Cursor, rule: (value: string) => string | undefined, refuse: Refuse): void {
  if (!isTemplated(at.value)) complain(refuse, at, rule(at.text ?? ''));
}

function checkPorts(ports: Cursor[], refuse: Refuse): void {
  for (const port of ports) {
    for (const field of ['containerPort', 'hostPort']) {
      const number = port.get(field);
      if ((number.exists || field === 'containerPort') && !isPort(number.value))
        refuse(number, 'must be a port, 1 to 65535');
    }
    if (port.get('name').exists) checkName(port.get('name'), portName, refuse);
  }
  for (const { key, value } of repeated(ports, (port) => port.get('name').text)) {
    refuse(value.get('name'), `port name '${key}' is used twice in the container`);
  }
  for (const { key, value } of repeated(ports, portKey))
    refuse(value, `port ${key} is declared twice in the container`);
}

function portKey(port: Cursor): string {
  return `${String(port.get('containerPort').value)}/${port.get('protocol').text ?? 'TCP'}`;
}

const SOURCES = ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'];
const FIELDS =
  /^(metadata\.(name|namespace|uid|labels\['.+'\]|annotations\['.+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

function checkEnvironment(container: Cursor, refuse: Refuse): void {
  const variables = container.list('env');
  for (const variable of variables) {
    checkName(variable.get('name'), environmentName, refuse);
    const from = variable.get('valueFrom');
    if (!from.exists) continue;
    if ((variable.get('value').text ?? '') !== '') refuse(variable, 'must not have both a value and valueFrom');
    if (SOURCES.filter((source) => from.get(source).exists).length !== 1) {
      refuse(from, `needs exactly one of ${SOURCES.join(', ')}`);
    }
    const field = from.get('fieldRef', 'fieldPath');
    if (field.exists && !FIELDS.test(field.text ?? '')) refuse(field, `'${field.text ?? ''}' is not a field of a pod`);
  }
  for (const { key, value } of repeated(variables, (variable) => variable.get('name').text)) {
    refuse(value, `environment variable '${key}' is set twice`);
  }
  for (const source of container.list('envFrom')) {
    if (source.get('configMapRef').exists === source.get('secretRef').exists) {
      refuse(source, 'needs exactly one of configMapRef, secretRef');
    }
  }
}
