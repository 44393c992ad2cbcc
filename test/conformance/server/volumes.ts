import { repeated, type Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { label1123 } from '../names';
import { isTemplated, type PodView } from '../pods';

/** Volumes of a pod, and the places where its containers mount them. */
export function checkVolumes(pod: PodView, refuse: Refuse): void {
  for (const volume of pod.volumes) checkVolume(volume, refuse);
  for (const { key, value } of repeated(pod.volumes, (volume) => volume.get('name').text)) {
    refuse(value.get('name'), `volume name '${key}' is used twice in the pod`);
  }
  const names = new Set([
    ...pod.volumes.map((volume) => volume.get('name').text),
    ...pod.claims.map((claim) => claim.get('metadata', 'name').text),
  ]);
  for (const { at } of pod.containers) {
    const mounts = at.list('volumeMounts');
    for (const mount of mounts) checkMount(mount, names, refuse);
    for (const { key, value } of repeated(mounts, (mount) => mount.get('mountPath').text)) {
      refuse(value.get('mountPath'), `'${key}' is mounted twice in the container`);
    }
    for (const device of at.list('volumeDevices')) {
      if (!names.has(device.get('name').text)) refuse(device.get('name'), 'names no volume of the pod');
    }
  }
}

function checkVolume(volume: Cursor, refuse: Refuse): void {
  complain(refuse, volume.get('name'), label1123(volume.get('name').text ?? ''));
  const sources = volume.keys().filter((key) => key !== 'name');
  if (sources.length !== 1) refuse(volume, `needs exactly one source, has ${sources.join(', ') || 'none'}`);
  for (const source of ['configMap', 'downwardAPI', 'secret']) checkItems(volume.list(source, 'items'), refuse);
  for (const projection of volume.list('projected', 'sources')) {
    if (projection.keys().length !== 1) refuse(projection, 'needs exactly one source');
    for (const source of projection.keys()) checkItems(projection.list(source, 'items'), refuse);
  }
}

function checkItems(items: Cursor[], refuse: Refuse): void {
  for (const item of items) checkBelow(item.get('path'), refuse);
}

function checkMount(mount: Cursor, volumes: ReadonlySet<string | undefined>, refuse: Refuse): void {
  const name = mount.get('name');
  if (!volumes.has(name.text) && !isTemplated(name.value)) refuse(name, `'${name.text ?? ''}' is no volume of the pod`);
  const path = mount.get('mountPath');
  if (!/^\/[^:]*$/.test(path.text ?? '')) refuse(path, "must be an absolute path without ':'");
  if (mount.get('subPath').exists) checkBelow(mount.get('subPath'), refuse);
  if (mount.get('subPath').exists && mount.get('subPathExpr').exists) {
    refuse(mount, 'must not have both subPath and subPathExpr');
  }
}

/** Paths inside a volume stay inside it. */
function checkBelow(at: Cursor, refuse: Refuse): void {
  const path = at.text ?? '';
  if (path === '' || path.startsWith('/')) refuse(at, 'must be a relative path');
  if (path.split('/').includes('..')) refuse(at, "must not contain '..'");
}
