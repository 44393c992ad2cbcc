/** Faults of what no client talks to: the parts say what each means for them. */
import type { WorkloadProfile } from '../model/profile';
import { RunbookKind } from '../model/runbook';
import type { SupportLoss } from '../model/support-loss';
import { Bound } from '../recovery/bound';
import { FaultKind, type FaultOutcome, unnoticed } from '../recovery/fault';
import { groupedBy } from '../recovery/grouped';
import { certificateAuthorityLoss } from '../workloads/certificate-authority';
import type { Application } from './shape';

/** What the faults of an application are put together from. */
export interface FaultTableProps {
  readonly application: Application;
  readonly profile: WorkloadProfile;
  /** Faults of the sites and of the ways between them. */
  readonly ofSites: FaultOutcome[];
  /** Names of the sites that take clients, and writes, while nothing is wrong. */
  readonly servedBy: string[];
  /**
   * Names of the sites that answer reads.
   *
   * @default - those that take writes
   */
  readonly readsIn?: string[];
}

/** Every single fault of an application: of its sites, of the ways between them, and of what they need besides. */
export function faultTable(props: FaultTableProps): FaultOutcome[] {
  const losses = lossesOf(props.application);
  const same = groupedBy(losses, ({ fault, subject }) => `${fault} ${subject}`);
  const ofSupport = [...same.values()].flatMap((parts) => supportFault(parts, props));
  return [
    ...props.ofSites.map((outcome) => withHeld(outcome, losses)),
    ...inOrderOfKinds(ofSupport),
    operatorError(props),
  ];
}

/** How a human repairs the way between two sites. */
export function repairOf({ host, workload }: Pick<Application, 'host' | 'workload'>): string {
  return workload.repair ?? host.fleet.network.repair ?? 'repair the way between the sites';
}

/** The alerts that a lag is held by, as the end of a sentence; empty when there are none. */
export function alertsOn(lag: Bound, { alerts }: Pick<Application, 'alerts'>): string {
  const sources = lag.terms.map(({ source = '' }) => source);
  const names = [...new Set(alerts.map(({ name }) => name))].filter((name) =>
    sources.some((source) => source.split(/\W+/).includes(name)),
  );
  return names.length > 0
    ? `; alert ${names.join(', ')} says when it is too much, and while it fires the RPO is void: it holds only if nobody ignores that`
    : '';
}

function lossesOf({ host, workload, protection, traffic, recovery }: Application): SupportLoss[] {
  const { issuer, certManagerNamespace: namespace } = host.fleet.names;
  const authority = certificateAuthorityLoss(host.certificates, { issuer, namespace });
  return [
    ...(traffic?.losses ?? []),
    ...(protection?.losses ?? []),
    ...(workload.losses ?? []),
    ...(recovery?.replication.losses ?? []),
    ...(host.fleet.network.losses ?? []),
    ...runbookLosses({ host, recovery }),
    ...(authority ? [authority] : []),
  ];
}

/** A failover runs in the site that takes over, while that does not serve: nobody notices that what runs it is gone. */
function runbookLosses({ host, recovery }: Pick<Application, 'host' | 'recovery'>): SupportLoss[] {
  const failovers = (recovery?.runbooks.runbooks ?? []).filter(
    ({ kind, from }) => kind === RunbookKind.FAILOVER && from === host.activeSite?.name,
  );
  return failovers.map(({ runsIn, workflow, to }) => ({
    fault: FaultKind.CONTROL_PLANE_LOST,
    subject: `Argo Workflows in ${runsIn}`,
    sites: [runsIn],
    onHeal: 'nothing: a workflow that was cut off is submitted again from the start',
    human: `repair it; a failover to ${to} meanwhile is done by hand, by the commands of runbook ${workflow} in their order`,
  }));
}

/** Statements of several parts on one thing make one row: who is served by all of them, and the shortest grace. */
function supportFault(parts: SupportLoss[], { application, ...props }: FaultTableProps): FaultOutcome[] {
  const [first] = parts;
  if (!first) return [];
  const { sites: all, dataSites } = application.host;
  const hit = all.filter((site) =>
    parts.some((part) => (part.sites ? part.sites.includes(site.name) : dataSites.includes(site))),
  );
  const servedBy = props.servedBy.filter((site) => parts.every((part) => part.servedBy?.includes(site) ?? true));
  const graces = parts.flatMap(({ grace }) => grace ?? []);
  // What nobody knows may be shorter than what is known.
  const [grace] = [...graces].sort((a, b) => (a.seconds ?? -1) - (b.seconds ?? -1));
  const texts = (of: (part: SupportLoss) => string) => [...new Set(parts.map(of))].join('; ');
  const outcome = unnoticed({
    fault: first.fault,
    sites: hit.map(({ name }) => name),
    servedBy: props.servedBy,
    readsIn: props.readsIn,
    why: 'no request of a client needs what is lost',
    onHeal: texts(({ onHeal }) => onHeal),
    human: texts(({ human }) => human),
  });
  const serviceLost = servedBy.length === 0;
  return [
    {
      ...outcome,
      subject: first.subject,
      servedBy,
      serviceLost,
      ...(serviceLost && { clientGap: Bound.unbounded(outcome.clientGap.name, `${first.subject}: ${outcome.human}`) }),
      ...(grace && { grace }),
    },
  ];
}

/** With a site goes what it holds for all. */
function withHeld(outcome: FaultOutcome, losses: SupportLoss[]): FaultOutcome {
  if (outcome.fault !== FaultKind.SITE_LOST) return outcome;
  const held = losses.filter(({ heldBy }) => heldBy !== undefined && outcome.sites.includes(heldBy));
  return { ...outcome, human: [outcome.human, ...held.map(goesWithIt)].join('; ') };
}

function goesWithIt({ subject, human }: SupportLoss): string {
  return `${subject} goes with it: ${human}`;
}

function inOrderOfKinds(outcomes: FaultOutcome[]): FaultOutcome[] {
  const kinds = Object.values(FaultKind);
  return [...outcomes].sort((a, b) => kinds.indexOf(a.fault) - kinds.indexOf(b.fault));
}

/** Checks see a database that works: the sites serve on, but not what was destroyed. */
function operatorError(props: FaultTableProps): FaultOutcome {
  const { application, ofSites, servedBy, readsIn } = props;
  const { backupAge } = application.workload;
  const canRestore = backupAge?.seconds !== undefined;
  const name = 'what was destroyed is back';
  const gap = Bound.unbounded(
    name,
    canRestore
      ? 'somebody has to notice the error, to choose a backup from before it, and to restore it by hand'
      : `nothing can be restored: ${backupAge?.reason ?? 'there are no backups'}`,
  );
  return {
    fault: FaultKind.OPERATOR_ERROR,
    sites: [...new Set(ofSites.flatMap(({ sites }) => sites))],
    subject: 'data destroyed by a valid command, in all sites',
    servedBy,
    readsIn: readsIn ?? servedBy,
    writesIn: servedBy,
    dataLost: true,
    serviceLost: false,
    workloadGap: gap,
    clientGap: gap,
    onHeal: 'what was written between the moment that was restored and the error is gone',
    human: canRestore
      ? `${restoreSteps(props)}; the age of the newest backup says what is lost at least`
      : 'there is no backup: make it again from whatever else still has it',
  };
}

/** A restore below a replication begins with the replication. */
function restoreSteps({ application, profile }: FaultTableProps): string {
  const restore = profile.restore ?? 'restore the newest backup from before the error';
  return [application.recovery?.replication.beforeRestore ?? [], restore].flat().join('; then ');
}
