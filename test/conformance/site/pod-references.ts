import type { Cursor } from '../cursor';
import type { PodView } from '../pods';
import { referenceAt, type Reference } from './reference';

/** What a pod needs before it starts: its account, and the Secrets, ConfigMaps and claims it reads. */
export function podReferences(pod: PodView, namespace: string): Reference[] {
  return [
    ...referenceAt(pod.serviceAccountName, 'ServiceAccount', namespace),
    ...referenceAt(pod.at.get('priorityClassName'), 'PriorityClass', undefined),
    ...pod.at.list('imagePullSecrets').flatMap((secret) => referenceAt(secret.get('name'), 'Secret', namespace)),
    ...pod.volumes.flatMap((volume) => volumeReferences(volume, namespace)),
    ...pod.containers.flatMap(({ at }) => environmentReferences(at, namespace)),
  ];
}

function volumeReferences(volume: Cursor, namespace: string): Reference[] {
  const projected = volume.list('projected', 'sources');
  return [
    ...dataReference(volume.get('secret'), 'secretName', 'Secret', namespace),
    ...dataReference(volume.get('configMap'), 'name', 'ConfigMap', namespace),
    ...referenceAt(volume.get('persistentVolumeClaim', 'claimName'), 'PersistentVolumeClaim', namespace),
    ...referenceAt(volume.get('csi', 'nodePublishSecretRef', 'name'), 'Secret', namespace),
    ...referenceAt(
      volume.get('ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'),
      'StorageClass',
      undefined,
    ),
    ...projected.flatMap((source) => [
      ...dataReference(source.get('secret'), 'name', 'Secret', namespace),
      ...dataReference(source.get('configMap'), 'name', 'ConfigMap', namespace),
    ]),
  ];
}

function dataReference(source: Cursor, nameField: string, kind: string, namespace: string): Reference[] {
  if (source.get('optional').value === true) return [];
  const keys = source.list('items').map((item) => item.get('key'));
  return referenceAt(source.get(nameField), kind, namespace, { keys });
}

function environmentReferences(container: Cursor, namespace: string): Reference[] {
  const variables = container.list('env').map((variable) => variable.get('valueFrom'));
  return [
    ...variables.flatMap((from) => [
      ...keyReference(from.get('secretKeyRef'), 'Secret', namespace),
      ...keyReference(from.get('configMapKeyRef'), 'ConfigMap', namespace),
    ]),
    ...container
      .list('envFrom')
      .flatMap((from) => [
        ...dataReference(from.get('secretRef'), 'name', 'Secret', namespace),
        ...dataReference(from.get('configMapRef'), 'name', 'ConfigMap', namespace),
      ]),
  ];
}

/** A `{name, key}` pair. */
export function keyReference(selector: Cursor, kind: string, namespace: string | undefined): Reference[] {
  if (selector.get('optional').value === true) return [];
  return referenceAt(selector.get('name'), kind, namespace, { keys: [selector.get('key')] });
}
