import type { Finding } from 'cndr';

const KINDS = [
  ...['Certificate', 'ClusterIssuer', 'ClusterRole', 'ConfigMap', 'CrdbCluster', 'CronJob', 'Deployment', 'HTTPRoute'],
  ...['Ingress', 'Job', 'Namespace', 'NetworkPolicy', 'PodMonitor', 'PrometheusRule', 'Schedule', 'Secret', 'Service'],
  ...['ServiceAccount', 'ServiceExport', 'StatefulSet', 'Submariner', 'BackupStorageLocation', 'Broker'],
  ...['HorizontalPodAutoscaler', 'PodDisruptionBudget'],
];
/** Names that are written with a capital wherever they stand. */
const PROPER = new RegExp(
  `^(Argo|Cassandra|CockroachDB|DynamoDB|Kafka|PostgreSQL|Route 53|S3|Velero|VolSync|${KINDS.join('|')})\\b`,
);
const LONGEST = 1000;

/** What is wrong with a finding as a message to users. */
export function findingComplaints({ rule, path, message }: Finding): string[] {
  const complaints = [
    ...(/^([A-Z]{3}-\d{2}|INPUT)$/.test(rule) ? [] : [`"${rule}" is no id of a rule`]),
    ...(path === '' ? ['it has no path'] : []),
    ...(message.trim() === '' ? ['it says nothing'] : []),
    ...(/^[A-Z]/.test(message) && !PROPER.test(message) ? ['it begins with a capital'] : []),
    ...(message.endsWith('.') ? ['it ends with a period'] : []),
    ...(message.length > LONGEST ? [`it has ${message.length} characters`] : []),
    ...(/\bundefined\b|\[object Object\]/.test(message) ? ['it holds no value'] : []),
  ];
  return complaints.map((complaint) => `finding ${rule} "${message.slice(0, 200)}": ${complaint}`);
}
