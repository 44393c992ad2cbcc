import { dataSites } from './app-view';
import type { AppEvidence } from './evidence';
import type { PeerAddressFact, SiteFacts } from './facts';
import { Severity } from './finding';
import { groupedBy } from '../recovery/grouped';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import { type Passage, lets, mayPass, podsBehind, policiesIn, targetPorts } from './policies';
import type { Rule } from './rule';

/** NET-05: what is emitted lets peers through. */
export const POLICY_RULES: Rule<AppEvidence>[] = [
  {
    id: 'NET-05',
    severity: Severity.ERROR,
    title: 'peers of the other sites are let in, and out to them, on the ports that they dial',
    why: 'the policy that protects the pods cuts the sites off from each other: nothing is replicated, and no quorum is formed',
    source:
      'Kubernetes, Network Policies: a connection needs the egress policy of the source and the ingress policy of the destination to allow it',
    check: shutPolicies,
  },
];

/** A port of a Service in a site that pods of another site dial. */
interface Dial extends DialledService {
  readonly from: SiteFacts;
  readonly to: SiteFacts;
  readonly peer: PeerAddressFact;
}

interface DialledService {
  readonly namespace: string;
  readonly name: string;
  /** Undefined where an operator makes it. */
  readonly service?: Manifest;
}

function shutPolicies(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const dials = dialsOf(evidence, manifests);
  if (dials.length === 0) return undefined;
  // Many peers stand behind one Service.
  const each = groupedBy(dials, ({ from, to, namespace, name, peer }) =>
    JSON.stringify([from.name, to.name, namespace, name, peer.port]),
  );
  return [...each.values()].flatMap(([dial]) => (dial ? problemsOf(dial, evidence, manifests) : []));
}

/** With one active site data flows from it, and to it once roles have changed, but not between passive ones. */
function dialsOf(evidence: AppEvidence, manifests: Manifest[]): Dial[] {
  const { sites, peers, witness, activePassive } = evidence;
  const active = activePassive?.activeSite;
  const names = [...dataSites(evidence), ...(witness === undefined ? [] : [witness])];
  return peers.flatMap((peer) => {
    const dialled = serviceOf(peer, manifests);
    const to = sites.find(({ name }) => name === peer.site);
    if (!dialled || !to) return [];
    return sites
      .filter(({ name }) => names.includes(name) && name !== to.name)
      .filter(({ name }) => active === undefined || name === active || to.name === active)
      .map((from) => ({ ...dialled, from, to, peer }));
  });
}

/** The Service in `[<pod>.][<site>.]<service>.<namespace>.svc.<domain>`; undefined for an address outside of clusters. */
function serviceOf({ site, host }: PeerAddressFact, manifests: Manifest[]): DialledService | undefined {
  const [inCluster = '', domain] = host.split('.svc.');
  const [namespace, name] = inCluster.split('.').reverse();
  if (domain === undefined || namespace === undefined || name === undefined) return undefined;
  const own = manifests.filter(({ cluster }) => cluster === site);
  const service = ofKind(own, 'Service').find((each) => each.name === name && each.namespace === namespace);
  return { namespace, name, service };
}

function problemsOf(dial: Dial, { fleet }: AppEvidence, manifests: Manifest[]): string[] {
  const { from, to, peer, namespace, name, service } = dial;
  const pods = service ? podsBehind(service, manifests) : [];
  const ports = service ? targetPorts(service, peer.port, pods) : [peer.port];
  // Under which addresses a network that translates them shows the pods of a site, the sites do not say.
  const rangeOf = ({ podCidr }: SiteFacts): string | undefined =>
    fleet.network.translatesAddresses ? undefined : podCidr;
  const there = policiesIn(manifests, to.name, namespace);
  const here = policiesIn(manifests, from.name, namespace);
  const passages = (direction: Passage['direction'], other: SiteFacts): Passage[] =>
    ports.map((port) => ({ direction, range: rangeOf(other), port }));
  const shutIn = passages('ingress', from).filter(
    (passage) => !(pods.length === 0 ? mayPass(there, passage) : pods.every((group) => lets(there, group, passage))),
  );
  // Which pods dial is not stated: one that may is enough.
  const shutOut = passages('egress', to).filter((passage) => !mayPass(here, passage));
  const what = `pods of site ${from.name} dial Service ${name} of site ${to.name}`;
  return [
    ...shutIn.map(
      ({ port, range }) =>
        `${what}, and no NetworkPolicy of ${to.name} lets ${range ?? 'other sites'} in to port ${port}; admit ${range ?? 'the ranges of the network'} there`,
    ),
    ...shutOut.map(
      ({ port, range }) =>
        `${what}, and no NetworkPolicy of ${from.name} lets pods out to ${range ?? 'other sites'} on port ${port}; admit it there`,
    ),
  ];
}
