/** What a new project is made of: one question per choice, each with its default and what is wrong with an answer. */
import { bucketProblem, hostnameProblem, imageProblem, rpoProblem, rtoProblem, zoneProblem } from './checks';
import {
  type Pattern,
  PATTERNS,
  REFUSED,
  type Replication,
  REPLICATIONS,
  sitesProblem,
  type Workload,
  WORKLOADS,
  workloadsOf,
} from './fits';
import { defaultObjectives } from './objectives';
import { parseSites, type SiteChoice, siteSyntaxProblem } from './sites';

/** Answers as they were typed, by flag; absent until given. */
export type Answers = Partial<Record<Flag, string>>;

export type Flag = (typeof FLAGS)[number];
export const FLAGS = [
  'pattern',
  'workload',
  'replication',
  'sites',
  'hostname',
  'zone',
  'network',
  'backup-bucket',
  'rpo',
  'rto',
  'image',
  'workload-image',
  'ci',
] as const;

export const NETWORKS = {
  submariner: 'tunnels between the clusters, made by this project',
  routed: 'pods reach pods of the other clusters already: peering, transit gateway, WAN',
};
export const PIPELINES = {
  none: 'no pipeline',
  github: '.github/workflows/cndr.yml: check, plan and diff in every pull request',
  gitlab: '.gitlab-ci.yml: the same in every merge request',
};

/** One choice. */
export interface Question {
  readonly flag: Flag;
  /** What the value looks like in the help, such as `<id>`. */
  readonly value: string;
  readonly asks: string;
  /** Names to choose from, with what they mean; none for free text. */
  readonly options?: (given: Answers) => Readonly<Record<string, string>>;
  /** Whether it is a question at all after the other answers. */
  readonly applies?: (given: Answers) => boolean;
  /** What is taken when nobody answers; undefined for what is filled in later. */
  readonly byDefault: (given: Answers) => string | undefined;
  /** What no answer means where there is no default. */
  readonly emptyMeans?: (given: Answers) => string;
  /** Without a terminal it has to be given, or the default be asked for. */
  readonly required?: boolean;
  /** What is wrong with an answer and what is allowed. */
  readonly problem?: (answer: string, given: Answers) => string | undefined;
}

export const QUESTIONS: readonly Question[] = [
  {
    flag: 'pattern',
    value: '<pattern>',
    asks: 'how the application survives the loss of a site',
    options: () => PATTERNS,
    byDefault: () => 'strong',
    required: true,
  },
  {
    flag: 'workload',
    value: '<workload>',
    asks: 'where the application keeps its state',
    options: ({ pattern }) =>
      Object.fromEntries(workloadsOf(pattern as Pattern).map((workload) => [workload, WORKLOADS[workload]])),
    byDefault: ({ pattern }) => ({ strong: 'cockroachdb', eventual: 'cassandra' })[pattern ?? ''] ?? 'postgresql',
    required: true,
    problem: (workload, { pattern }) => fitProblem(workload as Workload, pattern as Pattern | undefined),
  },
  {
    flag: 'replication',
    value: '<way>',
    asks: 'how volumes of a custom workload get to the other sites',
    options: () => REPLICATIONS,
    applies: ({ workload }) => workload === 'custom',
    byDefault: () => 'volsync',
  },
  {
    flag: 'sites',
    value: '<sites>',
    asks: 'the clusters, as <name>:<AWS region>,...',
    byDefault: ({ pattern }) =>
      pattern === 'strong' ? 'use1:us-east-1,use2:us-east-2,usw2:us-west-2' : 'use1:us-east-1,usw2:us-west-2',
    required: true,
    problem: (sites, given) => siteSyntaxProblem(sites) ?? numberProblem(parseSites(sites), given),
  },
  {
    flag: 'hostname',
    value: '<name>',
    asks: 'the name that clients use, such as orders.example.com',
    byDefault: () => undefined,
    // A control plane is asked by programs inside of the clusters.
    emptyMeans: ({ workload }) => (workload === 'etcd' ? 'none' : 'fill in later'),
    problem: (hostname, { sites }) => hostnameProblem(hostname, sites),
  },
  {
    flag: 'zone',
    value: '<id>',
    asks: 'the id of the hosted zone in Route 53 that the name is in',
    applies: hasClients,
    byDefault: () => undefined,
    problem: zoneProblem,
  },
  {
    flag: 'network',
    value: '<network>',
    asks: 'how the clusters reach each other',
    options: () => NETWORKS,
    byDefault: () => 'submariner',
  },
  {
    flag: 'backup-bucket',
    value: '<name>',
    asks: 'the S3 bucket for backups, which the project makes',
    byDefault: () => undefined,
    problem: bucketProblem,
  },
  {
    flag: 'rpo',
    value: '<time>',
    asks: 'how much time of acknowledged writes may be lost, such as 0s or 15m',
    byDefault: (given) => defaultObjectives(given).rpo,
    problem: (time, { pattern }) => rpoProblem(time, pattern),
  },
  {
    flag: 'rto',
    value: '<time>',
    asks: 'how long clients may be without service, such as 3m or 1h',
    byDefault: (given) => defaultObjectives(given).rto,
    problem: rtoProblem,
  },
  {
    flag: 'image',
    value: '<image>',
    asks: 'the image of the front end, with its tag',
    applies: hasClients,
    byDefault: () => undefined,
    problem: imageProblem,
  },
  {
    flag: 'workload-image',
    value: '<image>',
    asks: 'the image of the custom workload, with its tag',
    applies: ({ workload }) => workload === 'custom',
    byDefault: () => undefined,
    problem: imageProblem,
  },
  {
    flag: 'ci',
    value: '<pipeline>',
    asks: 'the pipeline that checks and compares plans',
    options: () => PIPELINES,
    byDefault: () => 'none',
  },
];

/** Whether anybody calls it from outside of the clusters: etcd alone is for programs inside. */
export function hasClients({ workload, hostname }: Answers): boolean {
  return workload !== 'etcd' || hostname !== undefined;
}

/** What is wrong with an answer to a question, in the light of those before it. */
export function problemOf(question: Question, answer: string, given: Answers): string | undefined {
  const known = question.flag === 'workload' ? WORKLOADS : question.options?.(given);
  if (known && !Object.keys(known).includes(answer)) {
    return `"${answer}" is not known; allowed are ${Object.keys(known).join(', ')}`;
  }
  return question.problem?.(answer, given);
}

function fitProblem(workload: Workload, pattern: Pattern | undefined): string | undefined {
  const reason = pattern && REFUSED[pattern][workload];
  return reason === undefined ? undefined : `${workload} cannot be used with ${pattern}: ${reason}`;
}

/** Judged when it is known for what the sites are. */
function numberProblem(sites: SiteChoice[], { pattern, workload, replication }: Answers): string | undefined {
  if (pattern === undefined || workload === undefined) return undefined;
  return sitesProblem(sites, {
    pattern: pattern as Pattern,
    workload: workload as Workload,
    replication: replication as Replication | undefined,
  });
}
