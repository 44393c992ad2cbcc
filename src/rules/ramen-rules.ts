/** ORC: what Ramen reads in the hub and in the sites. */
import type { AppEvidence } from './evidence';
import { Severity } from './finding';
import { fieldsOf, textAt, textsAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import type { Rule } from './rule';
import { listed } from './wording';

export const RAMEN_RULES: Rule<AppEvidence>[] = [
  {
    id: 'ORC-01',
    severity: Severity.ERROR,
    title: 'a DRPolicy has two sites, and an interval that Ramen can keep',
    why: 'another number of clusters is refused by Ramen, which writes the interval as a step of a cron field: one that does not divide gives other gaps',
    source:
      'Ramen CRD DRPolicy v0.1.0-rc1: drClusters requires a list of 2 clusters; schedulingInterval is the step of a cron field',
    check: unusablePolicies,
  },
  {
    id: 'ORC-02',
    severity: Severity.ERROR,
    title: 'each site of a DRPolicy has a replication class of its interval and labels',
    why: 'no class is found for the volumes, and nothing is protected: it is said in a condition that nobody reads',
    source:
      'RamenDR/ramen, internal/controller/volumereplicationgroup_controller.go: labels in lower case, and the interval of the policy',
    check: missingClasses,
  },
  {
    id: 'ORC-03',
    severity: Severity.ERROR,
    title: 'only Ramen decides where a protected application is placed',
    why: 'the scheduler of Open Cluster Management moves the application, and Ramen the data, to different sites',
    source:
      'RamenDR/ramen, docs/usage.md: the annotation experimental-scheduling-disable lets Ramen reconcile the Placement',
    check: scheduledPlacements,
  },
];

const POLICY = 'DRPolicy.ramendr.openshift.io';
const CLASS = 'VolumeReplicationClass.replication.storage.openshift.io';
const DISABLED = '/metadata/annotations/cluster.open-cluster-management.io~1experimental-scheduling-disable';

function eachPolicy(evidence: AppEvidence, problemsOf: (policy: Manifest) => string[]): string[] | undefined {
  const policies = ofKind(manifestsOf(evidence), POLICY);
  return policies.length === 0 ? undefined : policies.flatMap(problemsOf);
}

function unusablePolicies(evidence: AppEvidence): string[] | undefined {
  return eachPolicy(evidence, ({ name, json }) => {
    const clusters = textsAt(json, '/spec/drClusters/*');
    const interval = intervalOf(json);
    return [
      ...(new Set(clusters).size === 2
        ? []
        : [`policy ${name} of Ramen has drClusters ${listed(clusters) || 'none'}; name exactly 2 sites`]),
      ...(divides(interval)
        ? []
        : [
            `policy ${name} of Ramen has schedulingInterval ${interval}; allowed are minutes that divide an hour, hours that divide a day, and 1d, such as 10m or 2h`,
          ]),
    ];
  });
}

function intervalOf(policy: unknown): string {
  return textAt(policy, '/spec/schedulingInterval') ?? '';
}

function divides(interval: string): boolean {
  const [, digits = '', unit = ''] = /^(\d+)([mhd])$/.exec(interval) ?? [];
  // An empty one is for storage that is stretched over both sites.
  if (interval === '') return true;
  const count = Number(digits);
  if (count < 1) return false;
  if (unit === 'm') return count < 60 && 60 % count === 0;
  if (unit === 'h') return count <= 24 && 24 % count === 0;
  return unit === 'd' && count === 1;
}

function missingClasses(evidence: AppEvidence): string[] | undefined {
  const classes = ofKind(manifestsOf(evidence), CLASS);
  return eachPolicy(evidence, ({ name, json }) => {
    const wanted = Object.entries(fieldsOf(valuesAt(json, '/spec/replicationClassSelector/matchLabels')[0]));
    return textsAt(json, '/spec/drClusters/*').flatMap((site) => {
      const own = classes.filter(
        ({ cluster, labels }) => cluster === site && wanted.every(([key, value]) => labels[key] === value),
      );
      const what = `policy ${name} of Ramen selects VolumeReplicationClasses of ${site}`;
      if (own.length === 0) return [`${what} by ${labelsText(wanted)}, and none has these labels; emit one there`];
      return own.flatMap((found) => classProblems(what, found, intervalOf(json)));
    });
  });
}

function classProblems(what: string, { name, labels, json }: Manifest, interval: string): string[] {
  const own = textAt(json, '/spec/parameters/schedulingInterval');
  const wrong = Object.keys(labels).filter(
    (key) => /^ramendr\.openshift\.io\//i.test(key) && key !== key.toLowerCase(),
  );
  return [
    ...(own === interval
      ? []
      : [`${what}, and ${name} copies every ${own ?? 'now and then'} instead of ${interval}; give both one interval`]),
    ...wrong.map(
      (key) => `${what}, and label ${key} of ${name} is not in lower case, which Ramen asks for; write it so`,
    ),
  ];
}

function labelsText(labels: [string, unknown][]): string {
  return labels.map(([key, value]) => `${key}=${String(value)}`).join(', ') || 'no label';
}

function scheduledPlacements(evidence: AppEvidence): string[] | undefined {
  const manifests = manifestsOf(evidence);
  const controls = ofKind(manifests, 'DRPlacementControl.ramendr.openshift.io');
  if (controls.length === 0) return undefined;
  return controls.flatMap(({ name, cluster, json }) => {
    const placed = textAt(json, '/spec/placementRef/name');
    const placement = ofKind(manifests, 'Placement').find((each) => each.cluster === cluster && each.name === placed);
    const what = `in ${cluster} DRPlacementControl ${name} places by Placement ${placed ?? ''}`;
    if (!placement) return [`${what}, which is not in the output; emit it beside the DRPlacementControl`];
    return textAt(placement.json, DISABLED) === 'true'
      ? []
      : [
          `${what}, which has no annotation cluster.open-cluster-management.io/experimental-scheduling-disable "true"; set it, so that Ramen alone decides`,
        ];
  });
}
