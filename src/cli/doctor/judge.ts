/** Whether a cluster holds what is expected of it. */
import { counted, listed } from '../../rules/wording';
import { judgeLabel } from './judge-nodes';
import { judgeOperator } from './judge-operator';
import { type Observed, objectKey, type Seen } from './observed';
import { judged, type Judgement, notAllowed, State, type Verdict } from './verdict';
import type { Wanted, WantedApi, WantedGateway, WantedKeys, WantedObject, WantedStorageClass } from './wanted';

/** One verdict for each expectation, in their order. */
export function judge(wanted: Wanted[], observed: Observed): Verdict[] {
  return wanted.map((one) => ({ wanted: one, ...judgeOne(one, observed) }));
}

function judgeOne(wanted: Wanted, observed: Observed): Judgement {
  switch (wanted.type) {
    case 'API':
      return judgeApi(wanted, observed);
    case 'operator':
      return judgeOperator(wanted, observed);
    case 'Secret':
    case 'ConfigMap':
    case 'Gateway':
    case 'Namespace':
    case 'IngressClass':
    case 'Service':
      return judgeObject(wanted, observed);
    case 'StorageClass':
      return judgeStorageClass(wanted, observed);
    case 'node label':
      return judgeLabel(wanted, observed);
    case 'by hand':
      return judged(State.BY_HAND, '');
  }
}

function judgeApi({ name, kinds }: WantedApi, { groupVersions, kinds: seen }: Observed): Judgement {
  if ('refused' in groupVersions) return notAllowed(groupVersions.refused);
  const read = seen.get(name);
  if (!read) return judged(State.MISSING, `${kinds.join(', ')}: ${servedInstead(name, groupVersions.value)}`);
  if ('refused' in read) return notAllowed(read.refused);
  const served = read.value;
  if (!served) return judged(State.WRONG, 'it is registered, but nobody answers for it');
  const missing = kinds.filter((kind) => !served.includes(kind));
  return missing.length === 0
    ? judged(State.OK, kinds.join(', '))
    : judged(State.MISSING, `it is served, but without ${listed(missing)}: the CRDs are older, or not all there`);
}

function servedInstead(apiVersion: string, served: string[]): string {
  const [group = ''] = apiVersion.split('/');
  const others = served.filter((one) => one.startsWith(`${group}/`)).map((one) => one.slice(group.length + 1));
  return others.length === 0
    ? 'the server does not know the group'
    : `of the group the server knows ${listed(others)} only`;
}

function judgeObject(wanted: WantedKeys | WantedObject | WantedGateway, { objects }: Observed): Judgement {
  const read = objects.get(objectKey(wanted));
  if (read && 'refused' in read) return notAllowed(read.refused);
  const seen = read?.value;
  if (!seen)
    return judged(State.MISSING, wanted.namespace === undefined ? 'not there' : `not in namespace ${wanted.namespace}`);
  if (seen.trouble !== undefined) return judged(State.WRONG, seen.trouble);
  if (wanted.type === 'Gateway') return judgeListener(wanted, seen);
  return wanted.type === 'Secret' || wanted.type === 'ConfigMap' ? judgeKeys(wanted, seen) : judged(State.OK, '');
}

function judgeListener({ listener }: WantedGateway, { entries }: Seen): Judgement {
  return listener === undefined || entries.includes(listener)
    ? judged(State.OK, `listeners ${entries.join(', ')}`)
    : judged(State.WRONG, `it has no listener ${listener}, but ${listed(entries) || 'none'}`);
}

function judgeKeys({ keys }: WantedKeys, { entries }: Seen): Judgement {
  const missing = keys.filter((key) => !entries.includes(key));
  return missing.length === 0
    ? judged(State.OK, keys.length === 0 ? counted(entries.length, 'key') : `keys ${keys.join(', ')}`)
    : judged(
        State.MISSING,
        `it has no ${missing.length === 1 ? 'key' : 'keys'} ${listed(missing)}; it has ${listed(entries) || 'none'}`,
      );
}

function judgeStorageClass(wanted: WantedStorageClass, { storageClasses }: Observed): Judgement {
  if ('refused' in storageClasses) return notAllowed(storageClasses.refused);
  const names = listed(storageClasses.value.map(({ name }) => name)) || 'none';
  const found = storageClasses.value.find(({ name, byDefault }) =>
    wanted.byDefault ? byDefault : name === wanted.name,
  );
  if (!found)
    return judged(State.MISSING, `${wanted.byDefault ? 'no class is the default' : 'not there'}; there are: ${names}`);
  const wrong = wanted.fields.filter(({ field, value }) => found[field] !== value);
  if (wrong.length > 0) {
    return judged(
      State.WRONG,
      listed(wrong.map(({ field, value }) => `${field} is ${found[field]} and must be ${value}`)),
    );
  }
  const { name, provisioner, reclaimPolicy, volumeBindingMode } = found;
  const facts = [provisioner, reclaimPolicy, volumeBindingMode];
  return judged(State.OK, (wanted.byDefault ? [name, ...facts] : facts).join(', '));
}
