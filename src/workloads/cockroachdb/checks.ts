import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName } from '../../model/names';
import { largestGapSeconds } from '../../recovery/cron';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems, volumeProblems } from '../resources';
import { isNodeCount } from './placement';
import { CockroachDbVehicle } from './props';
import type { CockroachDbSettings } from './settings';
import { zonesIn } from './zones';

/** A StatefulSet's name and 11 characters more become a label of its pods, of at most 63. */
const LONGEST_STATEFUL_SET = 52;
/** Leader leases are the default since this version. */
const OLDEST = { year: 25, release: 2 };

/** Props with which CockroachDB would not start, or not keep its promise: one message each. */
export function cockroachDbProblems(host: IAppHost, settings: CockroachDbSettings): string[] {
  const operator = settings.vehicle === CockroachDbVehicle.OPERATOR;
  return [
    ...imageOrVersionProblems(settings),
    ...nodeProblems(settings),
    ...cpuProblems('CockroachDB cpu', settings.cpu),
    ...memoryProblems('CockroachDB memory', settings.memory),
    ...volumeProblems('CockroachDB storage', settings.storage),
    ...siteProblems(host, settings),
    ...toleranceProblems(host),
    ...sqlNameProblems(settings),
    ...scheduleProblems(host, settings),
    ...namespaceProblems(settings),
    ...(operator ? domainProblems(host) : zoneProblems(host)),
    ...(operator && settings.automaticRollout
      ? ['CockroachDB automaticRollout is true with the operator, which always restarts nodes itself; leave it out']
      : []),
  ];
}

/** The image is made of the version unless it is given: one mistake is one message. */
function imageOrVersionProblems(settings: CockroachDbSettings): string[] {
  const problems = versionProblems(settings);
  return problems.length > 0 ? problems : imageProblems('CockroachDB image', settings.image);
}

function versionProblems({ version }: CockroachDbSettings): string[] {
  const [, year, release] = /^(\d+)\.(\d+)\.\d+(-[\w.-]+)?$/.exec(version) ?? [];
  const older = Number(year) < OLDEST.year || (Number(year) === OLDEST.year && Number(release) < OLDEST.release);
  if (year !== undefined && !older) return [];
  return [
    `CockroachDB version is "${version}"; allowed are ${OLDEST.year}.${OLDEST.release}.0 and later, without a v: its leader leases are what the bounds are made of; give a newer one, and the image of that version`,
  ];
}

function nodeProblems({ nodesPerSite }: CockroachDbSettings): string[] {
  if (isNodeCount(nodesPerSite)) return [];
  return [
    `CockroachDB nodesPerSite is ${nodesPerSite}; allowed are whole numbers from 2 to 100: SURVIVE REGION FAILURE puts two voting replicas of a range into its home region; give 2 or more, 3 to survive a node as well`,
  ];
}

function siteProblems(host: IAppHost, { primarySite }: CockroachDbSettings): string[] {
  const known = host.dataSites.map(({ name }) => name);
  const witnesses = host.placement.sites.filter(({ witness }) => witness);
  return [
    ...witnesses.map(
      ({ site }) =>
        `CockroachDB has no witness, and ${site} is one: SURVIVE REGION FAILURE needs 3 regions with data; leave out witnessSite, and let ${site} hold data like the others`,
    ),
    ...(primarySite === undefined || known.includes(primarySite)
      ? []
      : [
          `CockroachDB primarySite is "${primarySite}"; allowed are sites with data, ${known.join(', ')}; name one of them`,
        ]),
  ];
}

function toleranceProblems({ toleratedSiteFailures }: IAppHost): string[] {
  if (toleratedSiteFailures <= 1) return [];
  return [
    `toleratedSiteFailures is ${toleratedSiteFailures}, and CockroachDB survives the loss of 1 region whatever their number: SURVIVE REGION FAILURE keeps 5 voting replicas, 2 of them in one region; use 1, or etcd`,
  ];
}

// Users that exist or cannot: pkg/security/username, reserved names and prefixes.
const RESERVED_USER = /^(root|node|admin|public|none|pg_.*|crdb_internal.*)$/;
const RESERVED_DATABASE = /^(system|postgres|defaultdb|crdb_internal.*|pg_.*)$/;

function sqlNameProblems({ database, user }: CockroachDbSettings): string[] {
  const allowed = 'allowed are up to 40 of a-z, 0-9, _ and -, the first a letter, the last a letter or digit';
  const isName = (name: string) => name.length <= 40 && /^[a-z]([a-z0-9_-]*[a-z0-9])?$/.test(name);
  return [
    ...(isName(database) ? [] : [`CockroachDB database is "${database}"; ${allowed}: it is part of a URL; rename it`]),
    ...(isName(user) ? [] : [`CockroachDB user is "${user}"; ${allowed}: it names a certificate; rename it`]),
    ...(RESERVED_DATABASE.test(database)
      ? [`CockroachDB database is "${database}", which is CockroachDB's own; give the application one of another name`]
      : []),
    ...(RESERVED_USER.test(user)
      ? [`CockroachDB user is "${user}", which CockroachDB reserves; give the application one of another name`]
      : []),
  ];
}

function scheduleProblems({ protection }: IAppHost, { fullBackupSchedule }: CockroachDbSettings): string[] {
  if (fullBackupSchedule === undefined) return [];
  if (!protection) {
    return [
      `CockroachDB fullBackupSchedule is "${fullBackupSchedule}", and the fleet has no backup; give the fleet one, or leave the schedule out`,
    ];
  }
  try {
    // CockroachDB refuses full backups that come more often than the incremental ones between them.
    if (largestGapSeconds(fullBackupSchedule) >= largestGapSeconds(protection.schedule)) return [];
    return [
      `CockroachDB fullBackupSchedule is "${fullBackupSchedule}", which is more often than the backups of the application ("${protection.schedule}"); allowed is as often or less; make it rarer`,
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`CockroachDB fullBackupSchedule is "${fullBackupSchedule}", which is no schedule: ${reason}`];
  }
}

function namespaceProblems({ clientNamespaces, operatorNamespace, licenseSecret }: CockroachDbSettings): string[] {
  const labels = [
    ...clientNamespaces.map((name) => ({ prop: 'clientNamespaces', name })),
    { prop: 'operatorNamespace', name: operatorNamespace },
  ];
  return [
    ...labels
      .filter(({ name }) => !isDnsLabel(name))
      .map(
        ({ prop, name }) =>
          `CockroachDB ${prop} has "${name}", which is no DNS label; use at most 63 of a-z, 0-9 and -`,
      ),
    ...(isDnsName(licenseSecret)
      ? []
      : [
          `CockroachDB licenseSecret is "${licenseSecret}", which no Secret can be called; use labels of a-z, 0-9 and -, joined by dots`,
        ]),
  ];
}

function zoneProblems(host: IAppHost): string[] {
  return host.dataSites.flatMap((site) =>
    zonesIn(host, site)
      .filter(({ statefulSet }) => !isDnsLabel(statefulSet) || statefulSet.length > LONGEST_STATEFUL_SET)
      .map(
        ({ zone, statefulSet }) =>
          `zone "${zone}" of site ${site.name} makes StatefulSet ${statefulSet}; allowed are DNS labels of at most ${LONGEST_STATEFUL_SET} characters (a-z, 0-9, -); label the nodes of the zone with a name that fits`,
      ),
  );
}

function domainProblems({ dataSites }: IAppHost): string[] {
  const domains = dataSites.map(({ clusterDomain }) => clusterDomain);
  return dataSites
    .filter(
      ({ clusterDomain }) =>
        clusterDomain === 'cluster.local' || domains.filter((other) => other === clusterDomain).length > 1,
    )
    .map(
      ({ name, clusterDomain }) =>
        `site ${name} has clusterDomain ${clusterDomain}; with the CockroachDB operator nodes of other sites dial it, so that it must be the site's own and not cluster.local (sites have ${domains.join(', ')}); use CockroachDbVehicle.STATEFUL_SET, or clusters with domains of their own`,
    );
}
