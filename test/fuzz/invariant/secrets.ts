import { groupKind, type KubeObject } from '../../conformance/kube-object';
import { SECRETS } from '../arbitrary/hostile-values';
import { type Output, texts } from '../output';

const PATTERNS = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@$]+@/i,
];
const NAME = /pass(word|wd|phrase)$|secret$|token$|api_?key$|access_?key$|private_?key$|credentials?$/i;

/** No file holds a secret: neither one that was put into the props, nor what looks like one. */
export function secrets(output: Output): string[] {
  return [
    ...[...output.files].flatMap(([path, content]) =>
      [...PATTERNS, ...SECRETS].flatMap((secret) =>
        (typeof secret === 'string' ? content.includes(secret) : secret.test(content))
          ? [`${path} holds ${String(secret)}`]
          : [],
      ),
    ),
    ...output.manifests.flatMap(({ path, objects }) =>
      objects.flatMap((object) => inObject(object).map((why) => `${path}: ${why}`)),
    ),
  ];
}

function inObject(object: KubeObject): string[] {
  if (groupKind(object) === 'Secret') return ['it has a Secret'];
  return variables(object).flatMap(({ name, value }) =>
    NAME.test(name) && value !== '' && !value.startsWith('/') ? [`variable ${name} has a value`] : [],
  );
}

function variables(value: unknown): { name: string; value: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = value as { name?: unknown; value?: unknown };
  const found =
    typeof own.name === 'string' && typeof own.value === 'string' ? [{ name: own.name, value: own.value }] : [];
  return [...found, ...Object.values(value).flatMap(variables)];
}

/** Values that were never filled in. */
export function filledIn(output: Output): string[] {
  return output.manifests.flatMap(({ path, objects }) =>
    texts(objects).flatMap(({ at, text }) => (/\b(undefined|NaN)\b/.test(text) ? [`${path} ${at}: ${text}`] : [])),
  );
}
