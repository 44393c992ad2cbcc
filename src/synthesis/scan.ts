import { Token } from 'cdktf';
import type { Finding } from '../rules/finding';
import { Severity } from '../rules/finding';
import type { AppPlan, FleetPlan } from './plan';
import type { RenderedFile, RenderedObject, RenderedTree } from './render';
import { scanNames } from './scan-names';

/** Marks of a Terraform token in a string or a key; lists and maps have their own. */
const TOKEN = /[$#&@]\{TfToken\[/;

/** Strings that are secrets whatever field they stand in. */
const SECRET_VALUES: { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'an AWS access key id', pattern: /\b(AKIA|ASIA)[0-9A-Z]{16}\b/ },
  { what: 'a URL with a password', pattern: /[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:[^\s/@$]+@/i },
];

/** Environment variables that hold a secret by their name. */
const SECRET_NAME = /(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIALS?)$/i;

/** What no manifest may hold: Terraform tokens, secrets, names that are refused, the same object twice in one cluster. */
export function scanTree(tree: RenderedTree): Finding[] {
  return [
    ...tree.files.flatMap((file) => file.objects.flatMap(({ path, json }) => scanObject(path, json))),
    ...scanNames(tree.files),
    ...collisions(tree.files),
  ];
}

/** What the plan of a stack must not hold either: it quotes names, regions and the reasons of waivers. */
export function scanPlan(path: string, plan: AppPlan | FleetPlan | undefined): Finding[] {
  const findings: Finding[] = [];
  visit(plan, '$', (value, at) => {
    const found = (rule: string, message: string): void => {
      findings.push({ rule, severity: Severity.ERROR, path, message });
    };
    if (isToken(value)) {
      found(
        'TOK-01',
        `${at} of the plan is a Terraform token, which nobody can read there; pass a literal value instead`,
      );
    }
    const secret = typeof value === 'string' ? secretIn(value) : undefined;
    if (secret) found('SEC-01', `${at} of the plan is ${secret}, or holds one; write text that everybody may read`);
  });
  return findings;
}

function scanObject(path: string, json: RenderedObject): Finding[] {
  const findings: Finding[] = [];
  const found = (rule: string, message: string): void => {
    findings.push({ rule, severity: Severity.ERROR, path, message });
  };
  if (json.kind === 'Secret' && (json.data !== undefined || json.stringData !== undefined)) {
    found(
      'SEC-01',
      `Secret ${json.metadata.name} carries its values; output must hold references only: create the Secret out of band or with External Secrets`,
    );
  }
  visit(json, '$', (value, at) => {
    if (isToken(value)) {
      found(
        'TOK-01',
        `${at} of ${json.kind} ${json.metadata.name} is a Terraform token, which no cluster can resolve; pass a literal value instead of an attribute of a resource`,
      );
    }
    const secret = secretIn(value);
    if (secret) {
      found(
        'SEC-01',
        `${at} of ${json.kind} ${json.metadata.name} is ${secret}; refer to a Secret instead (valueFrom.secretKeyRef)`,
      );
    }
  });
  return findings;
}

function isToken(value: unknown): boolean {
  if (typeof value === 'string') return TOKEN.test(value);
  return typeof value === 'number' && Token.isUnresolved(value);
}

function secretIn(value: unknown): string | undefined {
  if (typeof value === 'string') return SECRET_VALUES.find(({ pattern }) => pattern.test(value))?.what;
  if (isLiteralVariable(value) && SECRET_NAME.test(value.name))
    return `the literal value of the variable ${value.name}`;
  return undefined;
}

/** `{name, value}` of an environment; another variable, a file name, an address, a flag or a number is no secret. */
function isLiteralVariable(value: unknown): value is { name: string; value: string } {
  if (typeof value !== 'object' || value === null) return false;
  const variable = value as { name?: unknown; value?: unknown };
  return (
    typeof variable.name === 'string' &&
    typeof variable.value === 'string' &&
    variable.value !== '' &&
    !variable.value.startsWith('/') &&
    !variable.value.startsWith('$(') &&
    !/^(https?:\/\/\S+|true|false|[0-9.]+)$/.test(variable.value)
  );
}

/** Calls back for every value and every key, with its JSON path. */
function visit(value: unknown, at: string, callback: (value: unknown, at: string) => void): void {
  callback(value, at);
  if (Array.isArray(value)) {
    value.forEach((item, index) => visit(item, `${at}[${index}]`, callback));
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      callback(key, `${at}.${key} (key)`);
      visit(item, `${at}.${key}`, callback);
    }
  }
}

function collisions(files: RenderedFile[]): Finding[] {
  const owners = new Map<string, string>();
  const findings: Finding[] = [];
  for (const file of files) {
    for (const { path, json } of file.objects) {
      const { kind, metadata } = json;
      const group = json.apiVersion.includes('/') ? json.apiVersion.split('/')[0] : '';
      const key = JSON.stringify([file.cluster ?? file.path, group, kind, metadata.namespace, metadata.name]);
      const owner = owners.get(key);
      if (owner === undefined) {
        owners.set(key, path);
      } else {
        findings.push({
          rule: 'NAM-01',
          severity: Severity.ERROR,
          path,
          message: `${kind} ${[metadata.namespace, metadata.name].filter(Boolean).join('/')} is already written to ${file.cluster ?? file.path} by ${owner}; give one of the two another name or namespace`,
        });
      }
    }
  }
  return findings;
}
