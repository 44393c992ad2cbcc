/** The application in TypeScript: the pattern, where it keeps its state, and what it promises. */
import { change, changeUnless, indented, quoted } from './code';
import type { Pattern, Workload } from './fits';
import type { Project } from './project';
import { durationCode } from './times';

export const PATTERN_CLASSES: Readonly<Record<Pattern, string>> = {
  strong: 'StrongConsistencyDR',
  eventual: 'EventualConsistencyDR',
  'active-passive': 'ActivePassiveDR',
};

const SAYS: Readonly<Record<Pattern, string>> = {
  strong: 'One database over all sites: any of them may be lost, and nothing that was acknowledged is.',
  eventual: 'Every site reads and writes its own replicas; the others have them within moments.',
  'active-passive': 'One site takes reads and writes; a runbook moves them to the copy in another one.',
};

export function applicationCode(project: Project): string[] {
  const { pattern, name, clients, sites, rpo, rto } = project;
  return [
    `// ${SAYS[pattern]}`,
    `new ${PATTERN_CLASSES[pattern]}(app, ${quoted(name)}, {`,
    ...indented([
      'fleet,',
      ...(pattern === 'active-passive' ? [`activeSite: ${quoted(sites[0]?.name ?? '')},`] : []),
      ...workloadCode(project),
      ...replicationCode(project),
      ...(clients
        ? [
            'frontEnd: {',
            ...indented([
              `image: ${quoted(clients.image.text)},${changeUnless(clients.image.given, 'your image')}`,
              `port: 8080,${change('the port that it listens on')}`,
              `healthPath: '/healthz',${change('answers 200 only while it can serve')}`,
            ]),
            '},',
            `hostname: ${quoted(clients.hostname.text)},${changeUnless(clients.hostname.given, 'the name that clients use')}`,
          ]
        : []),
      `objectives: { rpo: ${durationCode(rpo)}, rto: ${durationCode(rto)} },`,
      ...waiverCode(project),
    ]),
    '});',
  ];
}

const FACTORIES: Readonly<Record<Exclude<Workload, 'custom' | 'dynamodb'>, string>> = {
  cockroachdb: 'cockroachDb({ storage: Size.gibibytes(100) })',
  etcd: 'etcd()',
  cassandra: 'cassandra({ storage: Size.gibibytes(100) })',
  kafka: 'kafka({ storage: Size.gibibytes(100) })',
  postgresql: 'postgresql({ storage: Size.gibibytes(100) })',
  mysql: 'mysql({ storage: Size.gibibytes(100) })',
  valkey: 'valkey()',
};

function workloadCode(project: Project): string[] {
  const { workload } = project;
  if (workload === 'custom') return customCode(project);
  if (workload === 'dynamodb') return tableCode(project);
  return [`workload: StatefulWorkload.${FACTORIES[workload]},`];
}

function customCode({ workloadImage }: Project): string[] {
  return [
    'workload: StatefulWorkload.custom({',
    ...indented([
      `image: ${quoted(workloadImage.text)},${changeUnless(workloadImage.given, 'the image that keeps the data')}`,
      `ports: [{ name: 'http', port: 3000 }],${change('the port that it listens on')}`,
      `volumes: [{ name: 'data', mountPath: '/data', size: Size.gibibytes(50) }],${change('where it keeps the data, and how much')}`,
      `health: { path: '/ready' },${change('answers 200 only while reads and writes work')}`,
    ]),
    '}),',
  ];
}

function tableCode({ pattern, sites }: Project): string[] {
  return [
    'workload: StatefulWorkload.dynamoDb({',
    ...indented([
      ...(pattern === 'eventual'
        ? [
            'alarmTopics: {',
            ...indented(
              sites.map(
                ({ name, region }) =>
                  `${quoted(name)}: 'arn:aws:sns:${region}:111122223333:dr-alarms',${change(`the SNS topic in ${region} that calls somebody`)}`,
              ),
            ),
            '},',
          ]
        : []),
      `backupRoleArn: 'arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole',${change('the number of your account')}`,
    ]),
    '}),',
  ];
}

function replicationCode({ replication }: Project): string[] {
  if (replication === 'volsync') {
    return [
      "replication: Replication.volSync({ schedule: '*/10 * * * *', transfer: Duration.minutes(5) }),",
      'standby: Standby.WARM,',
    ];
  }
  if (replication === 'csi-addons') return ['replication: Replication.csiAddons(),', 'standby: Standby.WARM,'];
  if (replication === undefined) return [];
  return [
    'replication: Replication.backupRestore({',
    ...indented([
      `dataSize: Size.gibibytes(50),${change('how much there is to restore')}`,
      `throughput: Size.mebibytes(100),${change('what a restore reads in a second, as measured')}`,
    ]),
    '}),',
    'standby: Standby.COLD,',
    "protection: { schedule: '0 */4 * * *', maxDuration: Duration.hours(1) },",
  ];
}

/** Kafka has no backup of records: somebody has to say why that is acceptable. */
function waiverCode({ workload }: Project): string[] {
  if (workload !== 'kafka') return [];
  return [
    'waivers: [',
    ...indented([
      '{',
      ...indented([
        "rule: 'BCK-05',",
        `reason: 'records are kept for 7 days, and producers can send them again',${change('why records need no backup')}`,
        `expires: '2099-12-31',${change('the day on which somebody looks at it again')}`,
      ]),
      '},',
    ]),
    '],',
  ];
}
