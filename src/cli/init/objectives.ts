/** Objectives that a new project keeps with room to spare, which a test synthesizes. */

/** Times as flags have them. */
interface Objectives {
  readonly rpo: string;
  readonly rto: string;
}

const BY_REPLICATION: Readonly<Record<string, Objectives>> = {
  volsync: { rpo: '30m', rto: '1h' },
  'csi-addons': { rpo: '30m', rto: '1h' },
  'backup-restore': { rpo: '6h', rto: '4h' },
};
const BY_PATTERN: Readonly<Record<string, Objectives>> = {
  strong: { rpo: '0s', rto: '3m' },
  eventual: { rpo: '15m', rto: '3m' },
  'active-passive': { rpo: '5m', rto: '45m' },
};
/** Commits of these wait longer for a lost site. */
const SLOWER_QUORUM: Objectives = { rpo: '0s', rto: '5m' };

/** What is asked for when nobody says otherwise. */
export function defaultObjectives(given: { pattern?: string; workload?: string; replication?: string }): Objectives {
  const { pattern = '', workload = '', replication = '' } = given;
  if (pattern === 'strong' && ['cassandra', 'dynamodb'].includes(workload)) return SLOWER_QUORUM;
  return BY_REPLICATION[replication] ?? BY_PATTERN[pattern] ?? SLOWER_QUORUM;
}
