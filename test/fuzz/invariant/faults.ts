import type { AppPlan, PlannedFault } from '../../../src/synthesis/plan';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, sitesOf } from '../spec';
import { differs } from './quorum';

const SITE_LOST = 'site lost';
const SITE_CUT_OFF = 'site cut off';
const TUNNEL_DOWN = 'tunnel down';
const OF_SITES = [SITE_LOST, SITE_CUT_OFF, TUNNEL_DOWN];

/** The fault table has every single fault, and says of each what the pattern promises. */
export function faults(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const planned = output.planned(app);
    return [
      ...complete(output, app, planned),
      ...planned.faults.flatMap((fault) => outcome(output, app, planned, fault)),
    ];
  });
}

function complete(output: Output, app: AppSpec, planned: AppPlan): string[] {
  const sites = sitesOf(output.spec, app).map(({ name }) => name);
  const places = (kind: string) => planned.faults.filter(({ fault }) => fault === kind).map(({ sites: hit }) => hit);
  const pairs = sites.flatMap((one, index) => sites.slice(index + 1).map((other) => [one, other]));
  const asText = (hit: string[][]) => hit.map((each) => [...each].sort().join(' ')).sort();
  const singles = (kind: string) => places(kind).filter((hit) => hit.length === 1);
  const checks = Object.values(output.resources(app.id, 'aws_route53_health_check'));
  const objects = sites.flatMap((site) => output.objects(site, app.id));
  const has = (kind: string) => places(kind).length > 0;
  return [
    ...differs('lost sites', asText(singles(SITE_LOST)), [...sites].sort()),
    ...differs('sites that are cut off', asText(singles(SITE_CUT_OFF)), [...sites].sort()),
    ...differs('ways between sites', asText(places(TUNNEL_DOWN)), asText(pairs)),
    ...differs('faults of health checks', has('health checks fail'), checks.length > 0),
    ...differs('faults of the store', has('backup store lost'), output.spec.fleet.backup !== undefined),
    ...differs(
      'faults of the CA',
      has('certificate authority lost'),
      objects.some(({ kind }) => kind === 'Certificate'),
    ),
    ...differs('errors of operators', places('operator error').length, 1),
    ...differs('hubs', has('control plane lost'), hasControlPlane(output, app, checks.length > 0)),
  ];
}

/** Something steers the application, or what it uses, and serves no client. */
function hasControlPlane({ spec }: Output, app: AppSpec, checked: boolean): boolean {
  return (
    checked ||
    spec.fleet.network.kind === 'submariner' ||
    app.activeSite !== undefined ||
    app.workload.kind === 'cassandra'
  );
}

function outcome(output: Output, app: AppSpec, planned: AppPlan, fault: PlannedFault): string[] {
  const { servedBy, servedByOneOf = [], serviceLost, human, onHeal, subject } = fault;
  const serving = dataSitesOf(output.spec, app).map(({ name }) => name);
  const what = `${fault.fault} ${subject ?? fault.sites.join(' ')}`;
  return [
    ...differs(`after ${what}`, [fault.dataLost, serviceLost], [losesData(planned, app, fault), false]),
    ...differs(`served after ${what}`, servedBy.length + servedByOneOf.length > 0, true),
    ...[...servedBy, ...servedByOneOf, ...fault.readsIn, ...fault.writesIn]
      .filter((site) => !serving.includes(site) || (isGone(app, fault) && fault.sites.includes(site)))
      .map((site) => `${site} cannot serve after ${what}`),
    ...[fault.workloadGap, fault.clientGap, ...(fault.grace ? [fault.grace] : [])]
      .filter(({ gap, seconds }) => planned.gaps[gap]?.seconds !== seconds)
      .map(({ gap }) => `gap "${gap}" of ${what} is not that of the table`),
    ...(human === '' || onHeal === '' ? [`nobody knows what to do after ${what}`] : []),
    ...(OF_SITES.includes(fault.fault) === (subject === undefined) ? [] : [`${what} does not say what is hit`]),
  ];
}

/** What a lost site had not told the others is gone, of a passive one nothing; an error destroys in all sites. */
function losesData({ rpo }: AppPlan, app: AppSpec, { fault, sites }: PlannedFault): boolean {
  if (fault === 'operator error') return true;
  const told = app.pattern === undefined || fault !== SITE_LOST || (app.activeSite ?? sites[0]) !== sites[0];
  return !told && rpo.boundSeconds !== 0;
}

/** Without a quorum, a site that is cut off does not know, and goes on. */
function isGone({ pattern }: AppSpec, { fault }: PlannedFault): boolean {
  return fault === SITE_LOST || (fault === SITE_CUT_OFF && pattern === undefined);
}
