/** The project that the answers describe, names and placeholders included. */
import { type Answers, hasClients } from './choices';
import type { Pattern, Replication, Workload } from './fits';
import { backupRegion, parseSites, type SiteChoice } from './sites';

/** A value that is asked for later when nobody knew it. */
export interface Value {
  readonly text: string;
  readonly given: boolean;
}

export interface Project {
  /** Name of the application, of its namespace and of the package. */
  readonly name: string;
  readonly pattern: Pattern;
  readonly workload: Workload;
  readonly replication?: Replication;
  readonly sites: SiteChoice[];
  /** What clients call; absent when there are none from outside of the clusters. */
  readonly clients?: Clients;
  /** Zone below which the project's other names are. */
  readonly zoneName: string;
  readonly network: string;
  readonly bucket: Value;
  readonly backupRegion: string;
  readonly rpo: string;
  readonly rto: string;
  readonly workloadImage: Value;
  readonly ci: string;
}

export interface Clients {
  readonly hostname: Value;
  readonly hostedZone: Value;
  readonly image: Value;
}

/** @param folder the name of the folder, which the application is called after when it has no hostname */
export function projectOf(answers: Answers, folder: string): Project {
  const { hostname, sites = '', rpo = '', rto = '', network = '', ci = '' } = answers;
  const label = hostname?.split('.')[0] ?? labelOf(folder);
  const name = applicationName(label, parseSites(sites));
  const zoneName = hostname?.split('.').slice(1).join('.') ?? 'example.com';
  return {
    name,
    pattern: answers.pattern as Pattern,
    workload: answers.workload as Workload,
    replication: answers.replication as Replication | undefined,
    sites: parseSites(sites),
    clients: hasClients(answers)
      ? {
          hostname: value(hostname, `${name}.${zoneName}`),
          hostedZone: value(answers.zone, 'Z0123456789ABCDEFGHIJ'),
          image: value(answers.image, `registry.example.com/${name}:1.0.0`),
        }
      : undefined,
    zoneName,
    network,
    bucket: value(answers['backup-bucket'], 'example-dr-backups'),
    backupRegion: backupRegion(parseSites(sites)),
    rpo,
    rto,
    workloadImage: value(answers['workload-image'], `registry.example.com/${name}-data:1.0.0`),
    ci,
  };
}

function value(given: string | undefined, placeholder: string): Value {
  return { text: given ?? placeholder, given: given !== undefined };
}

/** Namespaces of the platform, and the name of the fleet. */
const TAKEN = ['prod', 'default', 'velero', 'cert-manager', 'monitoring', 'gateway-system', 'broker'];

function applicationName(label: string, sites: SiteChoice[]): string {
  const taken = TAKEN.includes(label) || /^(kube|submariner|openshift)-/.test(label);
  return taken || sites.some(({ name }) => name === label) ? `app-${label}` : label;
}

/** Short enough for what is put behind it. */
const LONGEST_NAME = 40;

function labelOf(folder: string): string {
  const label = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_NAME)
    .replace(/^[-0-9]+|-+$/g, '');
  return label === '' ? 'orders' : label;
}
