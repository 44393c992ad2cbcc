import type { IConstruct } from 'constructs';
import { type Finding, Severity } from '../rules/finding';
import type { Inspection } from './inspection';

/** Names that two stacks of one tree share and must not: each would silently take the place of the other. */
export function sharedNames(stacks: IConstruct[], inspections: Inspection[]): Finding[] {
  return [...sharedIds(stacks), ...sharedHostnames(stacks, inspections)];
}

/** cdktf names the folder of a stack, and we the file of its manifests, by the id alone. */
function sharedIds(stacks: IConstruct[]): Finding[] {
  return laterOnes(stacks.map((stack) => ({ path: stack.node.path, name: stack.node.id }))).map(
    ({ path, name, owner }) =>
      finding(
        path,
        `id "${name}" is already that of the stack ${owner}, whose files it would overwrite; give one of the two another id`,
      ),
  );
}

function sharedHostnames(stacks: IConstruct[], inspections: Inspection[]): Finding[] {
  const hostnames = inspections.flatMap(({ plan }, index) =>
    plan?.type === 'app' && plan.hostname !== undefined
      ? [{ path: stacks[index]?.node.path ?? plan.name, name: plan.hostname }]
      : [],
  );
  return laterOnes(hostnames).map(({ path, name, owner }) =>
    finding(
      path,
      `hostname ${name} is already that of ${owner}: both would write the same records and routes; give one of the two another hostname`,
    ),
  );
}

function laterOnes(named: { path: string; name: string }[]): { path: string; name: string; owner: string }[] {
  const owners = new Map<string, string>();
  return named.flatMap(({ path, name }) => {
    const owner = owners.get(name);
    if (owner !== undefined) return [{ path, name, owner }];
    owners.set(name, path);
    return [];
  });
}

function finding(path: string, message: string): Finding {
  return { rule: 'NAM-02', severity: Severity.ERROR, path, message };
}
