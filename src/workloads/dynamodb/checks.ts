import type { IAppHost } from '../../model/app-host';
import { Pattern } from '../../model/profile';
import { Cloud } from '../../model/site';
import { listed } from '../../rules/wording';
import { parseCidr } from '../../rules/cidr';
import { imageProblems } from '../image-reference';
import type { DynamoDbSettings } from './settings';

/** AWS::DynamoDB::GlobalTable GlobalTableWitness: an MRSC global table lies in one of these sets. */
const REGION_SETS = [
  ['us-east-1', 'us-east-2', 'us-west-2'],
  ['eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-central-1'],
  ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];
/** Replicas and witness of an MRSC global table, together. */
const STRONG_REGIONS = 3;
/** Below, requests that wait for their Region count as lag; above, a day of writes may be lost. */
const LAG = { least: 1, most: 86_400 };

/** Props with which there would be no table, or not the promised one: one message each. */
export function dynamoDbProblems(host: IAppHost, settings: DynamoDbSettings): string[] {
  return [
    ...nameProblems(settings),
    ...imageProblems('DynamoDB cliImage', settings.cliImage),
    ...cloudProblems(host),
    ...(host.pattern === Pattern.STRONG_CONSISTENCY ? strongProblems(host) : []),
    ...topicProblems(host, settings),
    ...roleProblems(host, settings),
    ...durationProblems(settings),
    ...cidrProblems(settings),
  ];
}

function nameProblems({ table, partitionKey, sortKey }: DynamoDbSettings): string[] {
  const attributes = [
    { prop: 'partitionKey', value: partitionKey },
    { prop: 'sortKey', value: sortKey },
  ].filter(({ value }) => value !== undefined && !/^[^\s]{1,255}$/.test(value));
  return [
    ...(/^[a-zA-Z0-9_.-]{3,255}$/.test(table)
      ? []
      : [`DynamoDB table is "${table}"; allowed are 3 to 255 of a-z, A-Z, 0-9, _, - and dots; choose another name`]),
    ...attributes.map(
      ({ prop, value }) => `DynamoDB ${prop} is "${value ?? ''}"; allowed are 1 to 255 characters without spaces`,
    ),
    ...(partitionKey === sortKey
      ? [
          `DynamoDB partitionKey and sortKey are both "${partitionKey}"; give the sort key another name, or leave it out`,
        ]
      : []),
  ];
}

function cloudProblems({ sites }: IAppHost): string[] {
  const elsewhere = sites.filter(({ cloud, region }) => cloud !== Cloud.AWS || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region));
  return elsewhere.map(
    ({ name, region, cloud }) =>
      `DynamoDB has a replica in the Region of every site, and site ${name} is in ${region} (${cloud}); use sites in AWS Regions`,
  );
}

function strongProblems({ sites, placement }: IAppHost): string[] {
  const regions = sites.map(({ region }) => region);
  const witnesses = placement.sites.filter(({ witness }) => witness).length;
  return [
    ...(sites.length === STRONG_REGIONS
      ? []
      : [
          `DynamoDB with multi-Region strong consistency has exactly ${STRONG_REGIONS} Regions, ${STRONG_REGIONS} replicas or 2 and a witness, and the application has ${sites.length} sites (${witnesses} of them a witness); choose ${STRONG_REGIONS} with the prop sites`,
        ]),
    ...(REGION_SETS.some((set) => regions.every((region) => set.includes(region)))
      ? []
      : [
          `DynamoDB with multi-Region strong consistency lies within one set of Regions, ${REGION_SETS.map((set) => set.join(', ')).join(' or ')}, and the sites are in ${listed(regions)}; choose sites of one set, or EventualConsistencyDR`,
        ]),
  ];
}

function topicProblems({ dataSites }: IAppHost, { alarmTopics }: DynamoDbSettings): string[] {
  const names = dataSites.map(({ name }) => name);
  return Object.entries(alarmTopics).flatMap(([name, arn]) => {
    const site = dataSites.find((candidate) => candidate.name === name);
    if (!site) return [`DynamoDB alarmTopics names site "${name}"; allowed are ${names.join(', ')}`];
    const [, region] = /^arn:aws[\w-]*:sns:([\w-]+):\d{12}:[\w-]{1,256}$/.exec(arn) ?? [];
    if (region === site.region) return [];
    return [
      `DynamoDB alarmTopics of site ${name} is "${arn}"; allowed is the ARN of an SNS topic in ${site.region}, since an alarm calls topics of its own Region`,
    ];
  });
}

function roleProblems({ protection }: IAppHost, { backupRoleArn }: DynamoDbSettings): string[] {
  if (!protection) return [];
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(backupRoleArn ?? '')) return [];
  return [
    `DynamoDB backupRoleArn is ${backupRoleArn === undefined ? 'not set' : `"${backupRoleArn}"`}; allowed is the ARN of the IAM role that AWS Backup assumes, such as arn:aws:iam::111122223333:role/service-role/AWSBackupDefaultServiceRole: set it, since the fleet has backups`,
  ];
}

function durationProblems({ maxReplicationLag, failover }: DynamoDbSettings): string[] {
  return Object.entries({ maxReplicationLag, failover })
    .map(([prop, duration]) => ({ prop, seconds: duration.toSeconds({ integral: false }) }))
    .filter(({ seconds }) => !(seconds >= LAG.least && seconds <= LAG.most))
    .map(({ prop, seconds }) => `DynamoDB ${prop} is ${seconds} s; allowed are ${LAG.least} to ${LAG.most} s`);
}

function cidrProblems({ endpointCidrs }: DynamoDbSettings): string[] {
  if (endpointCidrs.length === 0)
    return ['DynamoDB endpointCidrs is empty; give the addresses of DynamoDB, or leave it out'];
  return endpointCidrs
    .filter((cidr) => parseCidr(cidr) === undefined)
    .map((cidr) => `DynamoDB endpointCidrs has "${cidr}"; allowed are IPv4 CIDRs, such as 10.0.64.0/20`);
}
