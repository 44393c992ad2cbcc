import type { IAppHost } from '../../model/app-host';
import { isDnsLabel, isDnsName } from '../../model/names';
import { imageProblems } from '../image-reference';
import { cpuProblems, memoryProblems, volumeProblems } from '../resources';
import { clusterName } from './names';
import type { MysqlSettings } from './settings';

const UPLOAD_SECONDS = { least: 60, most: 3600 };
const LAG_SECONDS = { least: 1, most: 24 * 3600 };
/** The operator, clusterNameMaxLen: Services and volumes get longer names. */
const LONGEST_CLUSTER = 22;

/** Set by the operator or by the library: other values would break the group, copies, durability or bounds. */
const OWNED_PARAMETER =
  /^(wsrep_.*|pxc_.*|gtid_mode|enforce_gtid_consistency|log_(replica|slave)_updates|log_bin.*|skip_log_bin|disable_log_bin|relay_log.*|skip_(replica|slave)_start|(replica|slave)_net_timeout|sync_binlog|binlog_format|innodb_flush_log_at_trx_commit|(super_)?read_only|server_id|ssl_.*|tls_.*|admin_.*|port|extra_port|datadir|socket|bind_address|plugin_load.*|skip_(networking|grant_tables))$/;

/** Props with which MySQL would not start, or not keep its promise: one message each. */
export function mysqlProblems(host: IAppHost, settings: MysqlSettings): string[] {
  return [
    ...imageProblems('MySQL image', settings.image),
    ...imageProblems('MySQL haproxyImage', settings.haproxyImage),
    ...imageProblems('MySQL backupImage', settings.backupImage),
    ...imageProblems('MySQL exporterImage', settings.exporterImage),
    ...volumeProblems('MySQL storage', settings.storage),
    ...cpuProblems('MySQL cpu', settings.cpu),
    ...memoryProblems('MySQL memory', settings.memory),
    ...parameterProblems(settings),
    ...secondsProblems('maxReplicationLag', settings.maxLagSeconds, LAG_SECONDS),
    ...secondsProblems('logUploadInterval', settings.logUploadSeconds, UPLOAD_SECONDS),
    ...archiveProblems(host, settings),
    ...siteProblems(host),
    ...nameProblems(settings),
  ];
}

function parameterProblems({ parameters }: MysqlSettings): string[] {
  return Object.entries(parameters).flatMap(([name, value]) => [
    ...(/^[a-z][a-z0-9_]*$/.test(name)
      ? []
      : [
          `MySQL parameters has "${name}"; allowed are names of settings in lower case with _ between words; write such as max_connections`,
        ]),
    ...(/^[^\r\n]*$/.test(value)
      ? []
      : [`MySQL parameters has a value of several lines for ${name}; allowed is one line; give one setting each`]),
    ...(OWNED_PARAMETER.test(name)
      ? [`MySQL parameters sets ${name}, which belongs to the operator or to what this library promises; leave it out`]
      : []),
  ]);
}

function secondsProblems(prop: string, seconds: number, { least, most }: { least: number; most: number }): string[] {
  if (Number.isInteger(seconds) && seconds >= least && seconds <= most) return [];
  return [`MySQL ${prop} is ${seconds} s; allowed are whole seconds from ${least} to ${most}; leave it out`];
}

function archiveProblems(host: IAppHost, { archiveNames }: MysqlSettings): string[] {
  const known = host.dataSites.map(({ name }) => name);
  return [
    ...(host.store
      ? []
      : [
          'the fleet has no backup, and MySQL needs an object store: a passive site is cloned from a backup of the active one; give the fleet one, such as Backup.velero',
        ]),
    ...Object.entries(archiveNames).flatMap(([site, name]) => [
      ...(known.includes(site)
        ? []
        : [`MySQL archiveNames names site "${site}"; allowed are sites with data, ${known.join(', ')}`]),
      ...(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/.test(name)
        ? []
        : [
            `MySQL archiveNames of site ${site} is "${name}"; allowed are up to 100 letters, digits, _, . and -: it is a folder in the object store`,
          ]),
    ]),
  ];
}

function siteProblems(host: IAppHost): string[] {
  return host.dataSites
    .filter((site) => clusterName(site).length > LONGEST_CLUSTER)
    .map(
      (site) =>
        `site "${site.name}" makes the cluster ${clusterName(site)}; the operator allows ${LONGEST_CLUSTER} characters; shorten the name of the site`,
    );
}

function nameProblems({ usersSecret, clientNamespaces, operatorNamespace }: MysqlSettings): string[] {
  const namespaces = [
    ...clientNamespaces.map((name) => ({ prop: 'clientNamespaces', name })),
    { prop: 'operatorNamespace', name: operatorNamespace },
  ];
  return [
    ...(isDnsName(usersSecret)
      ? []
      : [`MySQL usersSecret is "${usersSecret}", which is no name of a Secret; use a-z, 0-9, - and .`]),
    ...namespaces
      .filter(({ name }) => !isDnsLabel(name))
      .map(({ prop, name }) => `MySQL ${prop} has "${name}", which is no DNS label; use at most 63 of a-z, 0-9 and -`),
  ];
}
