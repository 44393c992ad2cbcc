/** Whether an operator runs, where it has to, and new enough. */
import { listed } from '../../rules/wording';
import type { Observed, Workload } from './observed';
import { type ApiSign, type OperatorSign, signOf, signText } from './operators';
import { judged, type Judgement, notAllowed, State } from './verdict';
import { isLaterMajor, isOlder, versionIn } from './version';
import type { WantedOperator } from './wanted';

export function judgeOperator(wanted: WantedOperator, observed: Observed): Judgement {
  const sign = signOf(wanted.name);
  if (!sign) return judged(State.UNKNOWN, 'this command does not know how to recognize it: check it by hand');
  if ('served' in sign) return judgeServed(wanted, sign, observed);
  const found = workloadsLike(sign, observed.workloads);
  if (found.length === 0) return judgeAbsent(sign, observed);
  const there = found.filter(({ namespace }) => wanted.namespace === undefined || namespace === wanted.namespace);
  const workload = there.find(({ ready }) => ready > 0) ?? there[0];
  if (!workload) {
    const namespaces = listed([...new Set(found.map(({ namespace }) => namespace))].sort());
    return judged(State.WRONG, `it runs in namespace ${namespaces}; the plan counts on ${wanted.namespace ?? ''}`);
  }
  const where = `${workload.kind} ${workload.namespace}/${workload.name}`;
  if (workload.ready === 0) return judged(State.WRONG, `${where} has no pod that is ready`);
  return judgeVersion(wanted.version, versionOf(workload, sign), where);
}

function judgeServed({ version }: WantedOperator, { served }: ApiSign, { groupVersions, kinds }: Observed): Judgement {
  if ('refused' in groupVersions) return notAllowed(groupVersions.refused);
  if (!groupVersions.value.includes(served)) return judged(State.MISSING, `${served} is not served`);
  const read = kinds.get(served);
  if (read && 'refused' in read) return notAllowed(read.refused);
  if (!read?.value) return judged(State.WRONG, `${served} is registered, but nobody answers for it`);
  return version === undefined
    ? judged(State.OK, `${served} is served`)
    : judged(
        State.UNKNOWN,
        `${served} is served, but not by which version: the manifests were checked against ${version}`,
      );
}

/** By name first; the image tells where a chart or a user named the workload. */
function workloadsLike(sign: OperatorSign, workloads: Workload[]): Workload[] {
  const ofKind = workloads.filter(({ kind }) => kind === sign.kind);
  const named = ofKind.filter(({ name }) => sign.names.includes(name));
  if (named.length > 0 || sign.sharesImage) return named;
  return ofKind.filter(({ images }) => images.some((image) => isOf(image, sign)));
}

function isOf(image: string, sign: OperatorSign): boolean {
  const { repository } = partsOf(image);
  return repository === sign.image || repository.endsWith(`/${sign.image}`);
}

/** `registry:5000/a/b:v1@sha256:...` has the repository `registry:5000/a/b` and the tag `v1`. */
function partsOf(image: string): { repository: string; tag: string } {
  const [, repository = '', tag = ''] = /^(.*?)(?::([\w.-]+))?(?:@.*)?$/.exec(image) ?? [];
  return { repository, tag };
}

function judgeAbsent(sign: OperatorSign, { groupVersions, workloads, hidden }: Observed): Judgement {
  const question = hidden.get(sign.kind);
  if (question !== undefined) return notAllowed(question);
  const looked = `looked for ${signText(sign)}`;
  const whole = sign.partOf === undefined ? undefined : signOf(sign.partOf);
  if (whole && 'kind' in whole && workloadsLike(whole, workloads).length > 0) {
    return judged(State.MISSING, `${sign.partOf ?? ''} runs without it; ${looked}`);
  }
  const group = sign.group ?? (whole && 'group' in whole ? whole.group : undefined);
  if (group === undefined) return judged(State.UNKNOWN, `nothing looks like it; ${looked}`);
  if ('refused' in groupVersions) return notAllowed(groupVersions.refused);
  return groupVersions.value.some((one) => one.startsWith(`${group}/`))
    ? judged(State.UNKNOWN, `${group} is served, but nothing looks like it; ${looked}`)
    : judged(State.MISSING, `${group} is not served; ${looked}`);
}

/** The tag of its image; of an image that is named by digest, or has another name, what the labels say. */
function versionOf({ images, labels }: Workload, sign: OperatorSign): string | undefined {
  const own = images.find((image) => isOf(image, sign));
  const [, csv = ''] = /\.(v\d.*)$/.exec(labels['olm.owner'] ?? '') ?? [];
  const stated = [own === undefined ? '' : partsOf(own).tag, labels['app.kubernetes.io/version'] ?? '', csv];
  return stated.map(versionIn).find((version) => version !== undefined);
}

function judgeVersion(wanted: string | undefined, found: string | undefined, where: string): Judgement {
  if (wanted === undefined) return judged(State.OK, found === undefined ? where : `${found}, ${where}`);
  const checked = `the manifests were checked against ${wanted}`;
  if (found === undefined) return judged(State.UNKNOWN, `${where} does not say its version; ${checked}`);
  if (isOlder(found, wanted)) return judged(State.OLD, `${found}, ${where}; ${checked}`);
  return judged(State.OK, isLaterMajor(found, wanted) ? `${found}, ${where}; ${checked}` : `${found}, ${where}`);
}
