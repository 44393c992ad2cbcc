/**
 * What is asked of kubectl, as Go templates, and how its answers are read. Templates run inside kubectl: what they do not print,
 * such as the values of a Secret or the environment of a pod, never gets here. Cells are separated by tabs, which no name holds.
 */
import type { Node, Seen, StorageClass, Workload } from './observed';

const TAB = '{{"\\t"}}';
const LINE = '{{"\\n"}}';
const row = (...cells: string[]): string => `${cells.join(TAB)}${LINE}`;
const each = (list: string, body: string): string => `{{range ${list}}}${body}{{end}}`;
const pairs = (map: string): string => `{{range $k, $v := ${map}}}{{$k}}={{$v}} {{end}}`;
const keys = (map: string): string => `{{range $k, $v := ${map}}}${row('{{$k}}')}{{end}}`;

/** First line of an object that is there, so that one without entries differs from none. */
const THERE = 'there';

const POD = '.spec.template.spec';
const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

export const TEMPLATES = {
  present: row(THERE),
  keys: row(THERE) + keys('.data') + keys('.binaryData'),
  gateway:
    THERE +
    each('.status.conditions', `{{if eq .type "Programmed"}}{{if eq .status "False"}}${TAB}off{{end}}{{end}}`) +
    LINE +
    each('.spec.listeners', row('{{.name}}')),
  workloads: each(
    '.items',
    row(
      '{{.kind}}',
      '{{.metadata.namespace}}',
      '{{.metadata.name}}',
      '{{or .status.readyReplicas .status.numberReady 0}}',
      pairs('.metadata.labels'),
      each(`${POD}.containers`, '{{.image}} ') + each(`${POD}.initContainers`, '{{.image}} '),
    ),
  ),
  storageClasses: each(
    '.items',
    row(
      '{{.metadata.name}}',
      '{{.provisioner}}',
      '{{.reclaimPolicy}}',
      '{{.volumeBindingMode}}',
      `{{with .metadata.annotations}}{{index . "${DEFAULT_CLASS}"}}{{end}}`,
    ),
  ),
  nodes: each(
    '.items',
    row(
      '{{.metadata.name}}',
      '{{if .spec.unschedulable}}NoSchedule {{end}}' + each('.spec.taints', '{{.effect}} '),
      pairs('.metadata.labels'),
    ),
  ),
};

/** Undefined when there is no such object. */
export function seenIn(text: string): Seen | undefined {
  const [first = '', ...entries] = lines(text);
  const [there, off] = first.split('\t');
  if (there !== THERE) return undefined;
  return { entries, ...(off !== undefined && { trouble: 'it is not programmed: its controller does not serve it' }) };
}

export function workloadsIn(text: string): Workload[] {
  return lines(text).map((line) => {
    const [kind = '', namespace = '', name = '', ready = '', labels = '', images = ''] = line.split('\t');
    return { kind, namespace, name, ready: Number(ready), labels: labelsIn(labels), images: words(images) };
  });
}

export function storageClassesIn(text: string): StorageClass[] {
  return lines(text).map((line) => {
    const [name = '', provisioner = '', reclaimPolicy = '', volumeBindingMode = '', byDefault] = line.split('\t');
    return { name, provisioner, reclaimPolicy, volumeBindingMode, byDefault: byDefault === 'true' };
  });
}

export function nodesIn(text: string): Node[] {
  return lines(text).map((line) => {
    const [name = '', taints = '', labels = ''] = line.split('\t');
    const closed = words(taints).some((effect) => effect === 'NoSchedule' || effect === 'NoExecute');
    return { name, labels: labelsIn(labels), open: !closed };
  });
}

function labelsIn(text: string): Record<string, string> {
  return Object.fromEntries(
    words(text).map((label): [string, string] => {
      const [key = '', value = ''] = label.split('=');
      return [key, value];
    }),
  );
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

function words(text: string): string[] {
  return text.split(' ').filter(Boolean);
}
