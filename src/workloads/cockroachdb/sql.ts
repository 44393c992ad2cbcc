/** SQL of CockroachDB as text: pure, each statement to be run by itself, and any number of times. */

/** A name, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A string, whatever is in it: outside of e'' a backslash is a character like any other. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** The application's database. */
export interface DatabaseProps {
  readonly database: string;
  readonly user: string;
  readonly primaryRegion: string;
  /** Regions of all sites, the primary one included. */
  readonly regions: string[];
}

/** Cluster settings, which are SQL values written as strings. */
export function settingStatements(settings: Record<string, string>): string[] {
  return Object.entries(settings).map(([name, value]) => `SET CLUSTER SETTING ${name} = ${literal(value)}`);
}

/**
 * The database, its regions and its user. A region that has no node yet is refused, so that these statements fail until all
 * sites have joined. Regions are added before one of them becomes the primary one, which it may not be before.
 */
export function databaseStatements({ database, user, primaryRegion, regions }: DatabaseProps): string[] {
  const name = identifier(database);
  const primary = identifier(primaryRegion);
  return [
    `CREATE DATABASE IF NOT EXISTS ${name} PRIMARY REGION ${primary}`,
    ...regions.map((region) => `ALTER DATABASE ${name} ADD REGION IF NOT EXISTS ${identifier(region)}`),
    `ALTER DATABASE ${name} SET PRIMARY REGION ${primary}`,
    `ALTER DATABASE ${name} SURVIVE REGION FAILURE`,
    `CREATE USER IF NOT EXISTS ${identifier(user)}`,
    `GRANT CONNECT, CREATE ON DATABASE ${name} TO ${identifier(user)}`,
  ];
}

/** A schedule of backups of the whole cluster. */
export interface ScheduleProps {
  /** Label by which the schedule is found again. */
  readonly label: string;
  /** Name of the external connection; another one for another `uri`. */
  readonly connection: string;
  readonly uri: string;
  /** Cron of the backups. */
  readonly recurring: string;
  /** Cron of the full backups; undefined when all are full. */
  readonly full?: string;
}

/** Makes the schedule when there is none. The first backup is full and starts at once. */
export function scheduleStatements(props: ScheduleProps): string[] {
  const { label, connection, uri, recurring } = props;
  return [
    `CREATE EXTERNAL CONNECTION IF NOT EXISTS ${literal(connection)} AS ${literal(uri)}`,
    [
      `CREATE SCHEDULE IF NOT EXISTS ${literal(label)} FOR BACKUP INTO ${destination(props)} WITH revision_history`,
      `${recurrence(recurring)} FULL BACKUP ${cadenceOfFull(props)}`,
      "WITH SCHEDULE OPTIONS first_run = 'now', on_previous_running = 'wait', on_execution_failure = 'reschedule',",
      'updates_cluster_last_backup_time_metric',
    ].join(' '),
  ];
}

/** How often a schedule takes backups. */
export function recurrence(recurring: string): string {
  return `RECURRING ${literal(recurring)}`;
}

/**
 * What brings a schedule that exists to the declared state: a query for its id, with no row while it is there already, and
 * what to alter otherwise. An alteration that changes nothing is no harmless one: it puts off the first backup to the next
 * time of the schedule, and a destination makes CockroachDB start over with a full backup.
 */
export interface ScheduleChange {
  readonly find: string;
  readonly alter: string;
}

/** Another cadence. There are two schedules of one label, for full and for incremental backups; either id stands for both. */
export function cadenceChange(props: ScheduleProps): ScheduleChange {
  const recurrences = [props.recurring, ...(props.full === undefined ? [] : [props.full])].sort();
  return {
    find: `SELECT min(id) AS id ${schedulesOf(props)} HAVING array_agg(recurrence ORDER BY recurrence) != ARRAY[${recurrences.map(literal).join(', ')}]`,
    alter: `SET FULL BACKUP ${cadenceOfFull(props)}, SET ${recurrence(props.recurring)}`,
  };
}

/** Another destination. */
export function destinationChange(props: ScheduleProps): ScheduleChange {
  return {
    find: `SELECT id ${schedulesOf(props)} AND strpos(command::STRING, ${destination(props)}) = 0 ORDER BY id LIMIT 1`,
    alter: `SET INTO ${destination(props)}`,
  };
}

function schedulesOf({ label }: ScheduleProps): string {
  return `FROM [SHOW SCHEDULES FOR BACKUP] WHERE label = ${literal(label)}`;
}

function destination({ connection }: ScheduleProps): string {
  return literal(`external://${connection}`);
}

function cadenceOfFull({ full }: ScheduleProps): string {
  return full === undefined ? 'ALWAYS' : literal(full);
}
