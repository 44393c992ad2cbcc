/** Whether nodes carry the labels that pods are placed by, and are those of the site. */
import { counted, listed } from '../../rules/wording';
import { ZONE_LABEL } from './from-prerequisite';
import type { Node, Observed } from './observed';
import { judged, type Judgement, notAllowed, State } from './verdict';
import type { Expectations, WantedLabel } from './wanted';

export function judgeLabel(wanted: WantedLabel, { nodes }: Observed): Judgement {
  if ('refused' in nodes) return notAllowed(nodes.refused);
  const { key, value } = wanted;
  const labelled = nodes.value.filter(({ labels }) =>
    value === undefined ? labels[key] !== undefined : labels[key] === value,
  );
  return wanted.nodes === undefined ? judgeAll(labelled, nodes.value) : judgeCount(wanted, wanted.nodes, labelled);
}

/** Nodes that take no pod without a toleration, such as those of the control plane, do not count. */
function judgeAll(labelled: Node[], nodes: Node[]): Judgement {
  const without = nodes.filter((node) => node.open && !labelled.includes(node));
  if (labelled.length === 0) return judged(State.MISSING, 'no node has it');
  return without.length === 0
    ? judged(State.OK, counted(labelled.length, 'node'))
    : judged(State.WRONG, `${without.length} of ${counted(nodes.length, 'node')} do not have it: ${someOf(without)}`);
}

function judgeCount({ apart }: WantedLabel, wanted: number, labelled: Node[]): Judgement {
  if (labelled.length === 0) return judged(State.MISSING, 'no node has it');
  if (labelled.length < wanted) {
    return judged(
      State.MISSING,
      `${counted(labelled.length, 'node')} of the ${wanted} that it takes: ${someOf(labelled)}`,
    );
  }
  const zones = [...new Set(labelled.map(({ labels }) => labels[ZONE_LABEL] ?? 'no zone'))].sort();
  return apart && zones.length < Math.min(wanted, 2)
    ? judged(
        State.WRONG,
        `all ${labelled.length} of its nodes are in ${zones.join('')}: they must be in different zones`,
      )
    : judged(State.OK, counted(labelled.length, 'node'));
}

function someOf(nodes: Node[]): string {
  const names = nodes.map(({ name }) => name).sort();
  return names.length > 3 ? `${names.slice(0, 3).join(', ')}, ...` : names.join(', ');
}

/** What the zones of the nodes say of the cluster as a whole. */
export function zoneWarnings({ site, zones, others }: Expectations, { nodes }: Observed): string[] {
  if ('refused' in nodes || zones.length === 0) return [];
  const found = [...new Set(nodes.value.flatMap(({ labels }) => labels[ZONE_LABEL] ?? []))].sort();
  const strange = found.filter((zone) => !zones.includes(zone));
  if (strange.length === 0) return [];
  if (strange.length < found.length) {
    return [`nodes are in ${listed(strange)} too, which site ${site} does not have in the plan`];
  }
  const like = others.filter((other) => other.zones.some((zone) => found.includes(zone))).map((other) => other.site);
  const seems = like.length === 0 ? 'this does not look like' : `this looks like site ${like.join(' or ')}, not like`;
  return [`the nodes are in ${listed(found)}: ${seems} site ${site}, which has ${listed(zones)}`];
}
