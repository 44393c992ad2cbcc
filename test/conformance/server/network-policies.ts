import { parseRange, strictlyWithin } from '../addresses';
import type { Cursor } from '../cursor';
import { complain, type Refuse } from '../kube-object';
import { isPort, portComplaint } from './ports';
import { checkSelector } from './selectors';

/** A NetworkPolicy: peers, address blocks, ports. */
export function checkNetworkPolicy(root: Cursor, refuse: Refuse): void {
  const spec = root.get('spec');
  checkSelector(spec.get('podSelector'), refuse);
  for (const [direction, peers] of [
    ['ingress', 'from'],
    ['egress', 'to'],
  ] as const) {
    for (const rule of spec.list(direction)) {
      for (const peer of rule.list(peers)) checkPeer(peer, refuse);
      for (const port of rule.list('ports')) checkPolicyPort(port, refuse);
    }
  }
}

function checkPeer(peer: Cursor, refuse: Refuse): void {
  const block = peer.get('ipBlock');
  const selectors = [peer.get('podSelector'), peer.get('namespaceSelector')].filter(({ exists }) => exists);
  if (!block.exists && selectors.length === 0) refuse(peer, 'needs a podSelector, a namespaceSelector or an ipBlock');
  if (block.exists && selectors.length > 0) refuse(peer, 'must not have both an ipBlock and a selector');
  for (const selector of selectors) checkSelector(selector, refuse);
  if (block.exists) checkBlock(block, refuse);
}

function checkBlock(block: Cursor, refuse: Refuse): void {
  const range = rangeAt(block.get('cidr'), refuse);
  for (const except of block.list('except')) {
    const hole = rangeAt(except, refuse);
    if (range !== undefined && hole !== undefined && !strictlyWithin(hole, range)) {
      refuse(except, `'${except.text ?? ''}' must lie strictly within '${block.get('cidr').text ?? ''}'`);
    }
  }
}

function rangeAt(at: Cursor, refuse: Refuse): ReturnType<typeof parseRange> {
  const range = parseRange(at.text ?? '');
  if (range === undefined) refuse(at, `'${String(at.value)}' is not a CIDR`);
  return range;
}

function checkPolicyPort(at: Cursor, refuse: Refuse): void {
  const port = at.get('port');
  const end = at.get('endPort');
  if (port.exists) complain(refuse, port, portComplaint(port.value));
  if (!end.exists) return;
  if (!isPort(end.value) || port.number === undefined || end.value < port.number) {
    refuse(end, 'must be a port that is not below the first one');
  }
}
