import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName, isServiceName } from '../../model/names';
import { parseCidr } from '../../rules/cidr';
import { duration } from '../../rules/wording';
import { imageProblems } from '../image-reference';
import { cpuProblems, mebibytesOf, memoryProblems, sizeQuantity, volumeProblems } from '../resources';
import { rackStatefulSet } from './names';
import { LEAST_REPLICAS, isRackSize, isReplicationFactor, rackSize } from './placement';
import type { CassandraSettings } from './settings';

/** A StatefulSet's name and 11 characters more become a label of its pods, of at most 63. */
const LONGEST_STATEFUL_SET = 52;
/** Settings with units, guardrails, and the config builder that takes both. */
const OLDEST = { major: 4, minor: 1 };
const LONGEST_REPAIR_DAYS = 8;
const DAY = 86_400;

/** Props with which Cassandra would not start, or not keep its promise: one message each. */
export function cassandraProblems(host: IAppHost, settings: CassandraSettings): string[] {
  return [
    ...versionProblems(settings),
    ...imageProblems('Cassandra cqlshImage', settings.cqlshImage),
    ...imageProblems('Cassandra toolsImage', settings.toolsImage),
    ...replicaProblems(host, settings),
    ...cpuProblems('Cassandra cpu', settings.cpu),
    ...memoryProblems('Cassandra memory', settings.memory),
    ...heapProblems(settings),
    ...volumeProblems('Cassandra storage', settings.storage),
    ...keyspaceProblems(settings),
    ...nameProblems(host),
    ...witnessProblems(host),
    ...controlPlaneProblems(host, settings),
    ...namespaceProblems(settings),
    ...timeProblems(settings),
  ];
}

function versionProblems({ version }: CassandraSettings): string[] {
  const [, major, minor] = /^(\d+)\.(\d+)\.\d+$/.exec(version) ?? [];
  const older = Number(major) < OLDEST.major || (Number(major) === OLDEST.major && Number(minor) < OLDEST.minor);
  if (major !== undefined && !older) return [];
  return [
    `Cassandra version is "${version}"; allowed are ${OLDEST.major}.${OLDEST.minor}.0 and later, as three numbers: the settings that the bounds are made of are those of Cassandra ${OLDEST.major}.${OLDEST.minor}; give a newer one`,
  ];
}

function replicaProblems(host: IAppHost, settings: CassandraSettings): string[] {
  const { replicationFactor, nodesPerRack } = settings;
  if (!isReplicationFactor(replicationFactor)) {
    return [
      `Cassandra replicationFactor is ${replicationFactor}; allowed are whole numbers from ${LEAST_REPLICAS} to 9: with fewer than ${LEAST_REPLICAS} replicas in a site the loss of one node takes LOCAL_QUORUM from it; leave it out for ${LEAST_REPLICAS}`,
    ];
  }
  if (nodesPerRack !== undefined && !isRackSize(nodesPerRack)) {
    return [
      `Cassandra nodesPerRack is ${nodesPerRack}; allowed are whole numbers from 1 to 100; leave it out for as many as hold all replicas`,
    ];
  }
  return host.dataSites.flatMap((site) => {
    const nodes = site.zones.length * rackSize(site, settings);
    if (nodes >= replicationFactor) return [];
    return [
      `Cassandra nodesPerRack is ${rackSize(site, settings)}, which makes ${nodes} nodes in site ${site.name} (zones ${site.zones.join(', ')}); allowed are as many as there are replicas, ${replicationFactor}, or more; raise nodesPerRack, or leave it out`,
    ];
  });
}

function heapProblems({ heap, memory }: CassandraSettings): string[] {
  const problems = memoryProblems('Cassandra heap', heap);
  if (problems.length > 0 || mebibytesOf(heap) * 2 <= mebibytesOf(memory)) return problems;
  return [
    `Cassandra heap is ${sizeQuantity(heap)} with a memory of ${sizeQuantity(memory)}; allowed is half of the memory or less, since what is off the heap and the files that are read need the rest; lower heap, or raise memory`,
  ];
}

/** Keyspaces of Cassandra itself and of the operator. */
const RESERVED = /^(system(_.*)?|reaper_db|data_endpoint_auth)$/;

function keyspaceProblems({ keyspace }: CassandraSettings): string[] {
  if (RESERVED.test(keyspace)) {
    return [`Cassandra keyspace is "${keyspace}", which is not the application's; give it one of another name`];
  }
  if (/^[a-z][a-z0-9_]{0,47}$/.test(keyspace)) return [];
  return [
    `Cassandra keyspace is "${keyspace}"; allowed are up to 48 of a-z, 0-9 and _, the first a letter: it needs no quotes then; rename it`,
  ];
}

/** The operator makes names of the application, the site and the zone, and changes those that it cannot use. */
function nameProblems(host: IAppHost): string[] {
  const appProblems = isServiceName(host.name)
    ? []
    : [
        `application "${host.name}" is the name of a Cassandra cluster, which names Services; allowed are DNS labels that begin with a letter; rename the application`,
      ];
  return [
    ...appProblems,
    ...host.dataSites.flatMap((site) =>
      site.zones.flatMap((zone) => {
        const name = rackStatefulSet(host.name, site.name, zone);
        if (isDnsLabel(zone) && name.length <= LONGEST_STATEFUL_SET) return [];
        return [
          `zone "${zone}" of site ${site.name} makes StatefulSet ${name}; allowed are DNS labels of at most ${LONGEST_STATEFUL_SET} characters (a-z, 0-9, -); shorten the name of the application, or label the nodes of the zone with a name that fits`,
        ];
      }),
    ),
  ];
}

function witnessProblems(host: IAppHost): string[] {
  return host.placement.sites
    .filter(({ witness }) => witness)
    .map(
      ({ site }) =>
        `Cassandra has no witness, and ${site} is one: a datacenter without replicas has no vote in a QUORUM; leave out witnessSite, and let ${site} hold data like the others`,
    );
}

function controlPlaneProblems(host: IAppHost, { controlPlane, controlPlaneCidrs }: CassandraSettings): string[] {
  const isSite = controlPlane === undefined || host.sites.some(({ name }) => name === controlPlane);
  const sites = host.sites.map(({ name }) => name).join(', ');
  return [
    ...(controlPlane === undefined || isDnsLabel(controlPlane)
      ? []
      : [
          `Cassandra controlPlane is "${controlPlane}"; allowed are a site (${sites}) or the name of another cluster, a DNS label`,
        ]),
    ...(isSite && controlPlaneCidrs.length > 0
      ? [
          `Cassandra controlPlaneCidrs are ${controlPlaneCidrs.join(', ')}, and the control plane is site ${controlPlane ?? host.dataSites[0]?.name}, whose addresses are known; leave them out`,
        ]
      : []),
    ...(!isSite && controlPlaneCidrs.length === 0
      ? [
          `Cassandra controlPlane is "${controlPlane}", which is no site of the application (${sites}), and controlPlaneCidrs is empty; give the addresses of its pods as CIDRs, since NetworkPolicies admit its operator by them`,
        ]
      : []),
    ...controlPlaneCidrs
      .filter((cidr) => !parseCidr(cidr))
      .map(
        (cidr) => `Cassandra controlPlaneCidrs has "${cidr}", which is no IPv4 CIDR; write one such as 10.200.0.0/16`,
      ),
  ];
}

function namespaceProblems({ clientNamespaces, operatorNamespace }: CassandraSettings): string[] {
  return [
    ...clientNamespaces.map((name) => ({ prop: 'clientNamespaces', name })),
    { prop: 'operatorNamespace', name: operatorNamespace },
  ]
    .filter(({ name }) => !isDnsLabel(name) || !isDnsName(name))
    .map(
      ({ prop, name }) => `Cassandra ${prop} has "${name}", which is no DNS label; use at most 63 of a-z, 0-9 and -`,
    );
}

function timeProblems({ hintWindow, hintTolerance, repairEvery }: CassandraSettings): string[] {
  const window = hintWindow.toSeconds({ integral: false });
  const tolerance = hintTolerance.toSeconds({ integral: false });
  const repair = repairEvery.toDays({ integral: false });
  return [
    ...(Number.isInteger(window) && window >= 60 && window <= 2 * DAY
      ? []
      : [
          `Cassandra hintWindow is ${window} s; allowed are whole seconds from 60 to ${2 * DAY}: hints fill the volumes of the sites that are left; a longer outage takes a repair`,
        ]),
    ...(Number.isInteger(tolerance) && tolerance >= 0 && tolerance <= window
      ? []
      : [
          `Cassandra hintTolerance is ${tolerance} s; allowed are whole seconds up to the hintWindow, ${duration(window)}, after which writes are not kept at all; lower it`,
        ]),
    ...(Number.isInteger(repair) && repair >= 1 && repair <= LONGEST_REPAIR_DAYS
      ? []
      : [
          `Cassandra repairEvery is ${repair} days; allowed are whole days from 1 to ${LONGEST_REPAIR_DAYS}: after 10 days without a repair deleted data comes back (gc_grace_seconds); leave it out for 7`,
        ]),
  ];
}
