/** Independence proof: nothing that the recovery from the loss of a site needs is lost with it. */
import { isStrong } from './app-view';
import type { AppEvidence, RunbookFact } from './evidence';
import { issuersOf } from './issuers';
import { textAt, textsAt, valuesAt } from './json';
import { type Manifest, manifestsOf, ofKind } from './manifests';
import { imagesIn, isInRegion, registryOf } from './registry';
import { ReplicationMechanism } from './vocabulary';
import { type WorkflowStep, stepsOf, workflowOf } from './workflows';
import { counted, listed } from './wording';

/** What the recovery from the loss of a site needs. */
export interface Dependency {
  /** The site that is lost. */
  readonly lost: string;
  /** Such as `object store dr-backups`, or `step promote-usw2 of ledger-failover-use1-to-usw2`. */
  readonly needs: string;
  /** Where it is. */
  readonly where: string;
  /** False when it is lost with the site. */
  readonly available: boolean;
}

type Need = Omit<Dependency, 'lost'>;

/** Things that one expects to be needed, and that nothing in a recovery asks for. */
export const NOT_NEEDED: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Terraform and its state',
    why: 'no step of a recovery runs it: records, checks and latches are there already',
  },
  { what: 'Git and GitOps', why: 'runbooks change the clusters themselves; activeSite is committed afterwards' },
  {
    what: 'the broker of the network',
    why: 'a lost one freezes the exchange of endpoints and exports, and leaves the tunnels as they are',
  },
  {
    what: 'the control plane of the DNS provider',
    why: 'health checks, latches and routing controls act in the data plane',
  },
];

/** What the steps and stores of a recovery need, for each site that may be lost. */
export function recoveryNeeds(evidence: AppEvidence): Dependency[] {
  const manifests = manifestsOf(evidence);
  return perSite(evidence, (lost) => [
    ...decisionNeeds(evidence, lost, manifests),
    ...runbookNeeds(evidence, lost, manifests),
    ...storeNeeds(evidence, lost, manifests),
    ...latchNeeds(evidence, lost, manifests),
  ]);
}

/** The votes that decide without the site. */
export function voteNeeds(evidence: AppEvidence): Dependency[] {
  return perSite(evidence, (lost) => quorumNeeds(evidence, lost));
}

/** What takes clients elsewhere. */
export function trafficNeeds(evidence: AppEvidence): Dependency[] {
  return perSite(evidence, (lost) =>
    evidence.healthChecks
      .filter(({ site }) => site === lost)
      .map(({ recordName, dataPlaneOnly }) => ({
        needs: `health check that takes ${lost} out of ${recordName}`,
        where: dataPlaneOnly ? 'every region' : 'the control plane of the DNS provider',
        available: dataPlaneOnly,
      })),
  );
}

/** Issuers are objects of their own clusters: what the other sites issue with has to be in each of them. */
export function issuerNeeds(evidence: AppEvidence): Dependency[] {
  return perSite(evidence, (lost) =>
    issuersOf(evidence, lost).map(({ issuer, missingIn }) =>
      missingIn.length === 0
        ? {
            needs: `${issuer} with a Secret of the CA of its own, for the next certificates`,
            where: 'every site',
            available: true,
          }
        : {
            needs: `${issuer}, for the next certificates`,
            where: `not known: not the fleet's, and not in the output of ${listed(missingIn)}`,
            available: false,
          },
    ),
  );
}

/** Registries from which the other sites pull their images. */
export function imageNeeds(evidence: AppEvidence): Dependency[] {
  const manifests = manifestsOf(evidence);
  const clusters = [...new Set(manifests.map(({ cluster }) => cluster))];
  return perSite(evidence, (lost) => {
    const images = clusters.filter((cluster) => cluster !== lost).flatMap((cluster) => imagesIn(manifests, cluster));
    const registries = [...new Set(images.flatMap((image) => registryOf(image) ?? 'docker.io'))];
    return registries.map((registry) => ({
      needs: `registry ${registry}`,
      where: regionOf(evidence, registry) ?? 'no region of a site, by its name',
      available: !isInRegion(registry, regionOfSite(evidence, lost)),
    }));
  });
}

/** All of it, for the plan. */
export function dependenciesOf(evidence: AppEvidence): Dependency[] {
  const all = [voteNeeds, recoveryNeeds, issuerNeeds, trafficNeeds, imageNeeds].flatMap((needsOf) => needsOf(evidence));
  return evidence.sites.flatMap(({ name }) => all.filter(({ lost }) => lost === name));
}

function perSite({ sites }: AppEvidence, needsOf: (lost: string) => Need[]): Dependency[] {
  return sites.flatMap(({ name }) => needsOf(name).map((need) => ({ lost: name, ...need })));
}

function quorumNeeds(evidence: AppEvidence, lost: string): Need[] {
  if (!isStrong(evidence)) return [];
  const total = evidence.votes.reduce((sum, { votes }) => sum + votes, 0);
  const others = evidence.votes.filter(({ site, votes }) => site !== lost && votes > 0);
  const left = others.reduce((sum, { votes }) => sum + votes, 0);
  return [
    {
      needs: `majority of ${Math.floor(total / 2) + 1} of ${total} votes, of which ${left} are left`,
      where: listed([...new Set(others.map(({ site }) => site))]) || 'no other site',
      available: left * 2 > total,
    },
  ];
}

/** Where all sites serve nobody has to be called: load balancers act. */
function decisionNeeds(evidence: AppEvidence, lost: string, manifests: Manifest[]): Need[] {
  const { activePassive } = evidence;
  if (activePassive?.activeSite !== lost) return [];
  if (activePassive.trigger === 'automatic') {
    const started = failoversFrom(evidence, lost).map(({ workflow }) => workflow);
    const watches = ofKind(manifests, 'CronWorkflow.argoproj.io').filter(({ json }) => starts(json, started));
    return watches.map(({ name, cluster }) =>
      needIn(evidence, lost, `watch that decides: CronWorkflow ${name}`, cluster),
    );
  }
  const calling = ofKind(manifests, 'PrometheusRule.monitoring.coreos.com')
    .filter(({ cluster }) => cluster !== lost)
    .flatMap(({ cluster, json }) => probingAlerts(json).map((alert) => ({ cluster, alert })));
  if (calling.length === 0) {
    return [
      {
        needs: 'monitoring of your own that calls somebody',
        where: `assumed: outside of ${lost}`,
        available: true,
      },
    ];
  }
  return [
    {
      needs: `alert that calls somebody: ${listed([...new Set(calling.map(({ alert }) => alert))])}`,
      where: listed([...new Set(calling.map(({ cluster }) => cluster))]),
      available: true,
    },
  ];
}

/** Alerts on what is seen of a site from outside of it. */
function probingAlerts(json: unknown): string[] {
  return valuesAt(json, '/spec/groups/*/rules/*')
    .filter((rule) => textAt(rule, '/expr')?.includes('probe_success') === true)
    .flatMap((rule) => textsAt(rule, '/alert'));
}

/** The same kind of object in the active site records that it is active, and decides nothing. */
function starts(json: unknown, workflows: string[]): boolean {
  const scripts = textsAt(json, '/spec/workflowSpec/templates/*/script/source');
  return scripts.some((script) => workflows.some((workflow) => script.includes(workflow)));
}

function runbookNeeds(evidence: AppEvidence, lost: string, manifests: Manifest[]): Need[] {
  return failoversFrom(evidence, lost).flatMap((runbook) => {
    const workflow = workflowOf(manifests, runbook);
    if (!workflow) return [{ needs: `runbook ${runbook.workflow}`, where: 'nowhere in the output', available: false }];
    const needed = stepsOf(workflow).filter(({ mayFail }) => !mayFail);
    const secrets = [...new Set(needed.flatMap((step) => step.secrets))];
    return [
      needIn(evidence, lost, `Argo Workflows for ${runbook.workflow}`, runbook.runsIn),
      ...needed.flatMap((step) => stepNeeds(evidence, lost, step, runbook)),
      ...secrets.map((name) => needIn(evidence, lost, `Secret ${name} of ${runbook.workflow}`, runbook.runsIn)),
    ];
  });
}

function stepNeeds(evidence: AppEvidence, lost: string, step: WorkflowStep, { workflow }: RunbookFact): Need[] {
  return step.clusters.map((cluster) => needIn(evidence, lost, `step ${step.name} of ${workflow}`, cluster));
}

function failoversFrom({ runbooks }: AppEvidence, lost: string): RunbookFact[] {
  return runbooks.filter(({ kind, from }) => kind === 'failover' && from === lost);
}

/** Something in a cluster: a site, or one that is none, which no site takes with it. */
function needIn({ sites }: AppEvidence, lost: string, needs: string, cluster: string): Need {
  const isSite = sites.some(({ name }) => name === cluster);
  return { needs, where: isSite ? cluster : `cluster ${cluster}, which is no site`, available: cluster !== lost };
}

/** Where backups are what is restored, or hold what a failover looks up. */
function storeNeeds(evidence: AppEvidence, lost: string, manifests: Manifest[]): Need[] {
  const scripts = failoversFrom(evidence, lost).flatMap((runbook) => {
    const workflow = workflowOf(manifests, runbook);
    return workflow ? stepsOf(workflow).map(({ script }) => script) : [];
  });
  const restores =
    evidence.activePassive !== undefined &&
    evidence.replications.some(({ mechanism }) => mechanism === ReplicationMechanism.BACKUP);
  if (!restores && !scripts.some((script) => script.includes('velero.io'))) return [];
  const stores = new Map(evidence.backups.map(({ store }) => [store.bucket, store]));
  return [...stores.values()].map(({ bucket, region }) => ({
    needs: `object store ${bucket} with what is restored`,
    where: `region ${region}`,
    available: region !== regionOfSite(evidence, lost),
  }));
}

/** Without its store a latch is open; without a majority of its endpoints it cannot be changed. */
function latchNeeds(evidence: AppEvidence, lost: string, manifests: Manifest[]): Need[] {
  const region = regionOfSite(evidence, lost);
  const scripts = failoversFrom(evidence, lost).flatMap((runbook) => {
    const workflow = workflowOf(manifests, runbook);
    const steps = workflow ? stepsOf(workflow) : [];
    return steps.filter(({ name }) => name.includes('latch')).map(({ script }) => script);
  });
  const objects = new Set(
    scripts.flatMap((script) => /--bucket (\S+) .*--region (\S+)/.exec(script)?.slice(1).join(' ') ?? []),
  );
  const endpoints = new Set(
    scripts.flatMap((script) => [...script.matchAll(/https:\/\/[^\s'"]+\.amazonaws\.com\/v1/g)].map(String)),
  );
  const left = [...endpoints].filter((endpoint) => !isInRegion(new URL(endpoint).host, region));
  return [
    ...[...objects].map((text) => {
      const [bucket = '', where = ''] = text.split(' ');
      return { needs: `latch in bucket ${bucket}`, where: `region ${where}`, available: where !== region };
    }),
    ...(endpoints.size === 0
      ? []
      : [
          {
            needs: 'routing controls of the latch',
            where: `${counted(left.length, 'endpoint')} of ${endpoints.size} in other regions`,
            available: left.length > 0,
          },
        ]),
  ];
}

function regionOfSite({ sites }: AppEvidence, site: string): string {
  return sites.find(({ name }) => name === site)?.region ?? '';
}

function regionOf({ sites }: AppEvidence, registry: string): string | undefined {
  const region = sites.find((site) => isInRegion(registry, site.region))?.region;
  return region && `region ${region}`;
}
