import { Token } from 'cdktf';
import { isDnsLabel, isDnsName, isLabelValue, isQualifiedName } from '../model/names';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import type { RenderedFile, RenderedObject } from './render';

/** Names of these may be anything that can be one part of a URL path, such as `system:node`. */
const RBAC_GROUP = 'rbac.authorization.k8s.io/';

const ALLOWED_KEY =
  'allowed is a name of at most 63 of A-Z, a-z, 0-9, -, _ and ., beginning and ending with a letter or digit, behind an optional DNS name and /';

interface LabelProblem {
  readonly path: string;
  /** The first object that has the label. */
  readonly object: string;
  readonly problem: string;
  objects: number;
}

/** Names, labels and annotations that no API server takes. A label is found once, since those of a site or a stack are on all its objects. */
export function scanNames(files: RenderedFile[]): Finding[] {
  const findings: Finding[] = [];
  const labels = new Map<string, LabelProblem>();
  const found = (path: string, message: string): void => {
    findings.push({ rule: 'NAM-04', severity: Severity.ERROR, path, message });
  };
  for (const { path, json } of files.flatMap((file) => file.objects)) {
    for (const problem of [...nameProblems(json), ...annotationProblems(json)]) found(path, problem);
    for (const problem of labelProblems(json)) {
      const known = labels.get(problem);
      if (known) known.objects += 1;
      else labels.set(problem, { path, object: `${json.kind} ${json.metadata.name}`, problem, objects: 1 });
    }
  }
  for (const { path, object, problem, objects } of labels.values()) {
    found(path, `${object}${objects > 1 ? ` and ${objects - 1} more` : ''}: ${problem}`);
  }
  return findings;
}

function nameProblems({ apiVersion, kind, metadata }: RenderedObject): string[] {
  const { name, namespace } = metadata as { name?: unknown; namespace?: unknown };
  const isRbac = apiVersion.startsWith(RBAC_GROUP);
  const allowed = isRbac
    ? 'allowed is text without / and %'
    : 'allowed are at most 253 characters: labels of a-z, 0-9 and -, joined by dots';
  return [
    ...(isText(name, isRbac ? isPathSegment : isDnsName)
      ? []
      : [`metadata.name of a ${kind} is ${JSON.stringify(name)}; ${allowed}; rename it`]),
    ...(namespace === undefined || isText(namespace, isDnsLabel)
      ? []
      : [
          `metadata.namespace of ${kind} ${JSON.stringify(name)} is ${JSON.stringify(namespace)}; allowed are at most 63 of a-z, 0-9 and -, beginning and ending with a letter or digit; give the name of a namespace`,
        ]),
  ];
}

function labelProblems({ metadata }: RenderedObject): string[] {
  const { labels = {} } = metadata as { labels?: Record<string, unknown> };
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isText(key, isQualifiedName)
      ? []
      : [
          `metadata.labels has the key "${key}" with the value ${JSON.stringify(value)}; ${ALLOWED_KEY}; rename the label`,
        ]),
    ...(isText(value, isLabelValue)
      ? []
      : [
          `metadata.labels has the value ${JSON.stringify(value)} for the key "${key}"; allowed is text of at most 63 of A-Z, a-z, 0-9, -, _ and ., beginning and ending with a letter or digit, or none; shorten it, or make it an annotation`,
        ]),
  ]);
}

function annotationProblems({ kind, metadata }: RenderedObject): string[] {
  const { annotations = {} } = metadata as { annotations?: Record<string, unknown> };
  return Object.keys(annotations)
    .filter((key) => !isText(key, isQualifiedName))
    .map(
      (key) =>
        `metadata.annotations of ${kind} ${metadata.name} has the key "${key}"; ${ALLOWED_KEY}; rename the annotation`,
    );
}

/** Terraform tokens are found by a rule of their own. */
function isText(value: unknown, isValid: (text: string) => boolean): boolean {
  return Token.isUnresolved(value) || (typeof value === 'string' && isValid(value));
}

function isPathSegment(name: string): boolean {
  return !['', '.', '..'].includes(name) && !/[/%]/.test(name);
}
