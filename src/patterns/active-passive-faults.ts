/** What the loss of a site, or of the way to it, means for an application with one active site. */
import { RunbookKind } from '../model/runbook';
import { Bound } from '../recovery/bound';
import { type ActivePassiveFaultsProps, type ApartResponse, activePassiveFaults } from '../recovery/role-faults';
import { stretchedFaults } from '../recovery/stretched-faults';
import { ReplicationMechanism } from '../rules/vocabulary';
import type { Application, RecoveryBinding } from './shape';
import { type FaultTableProps, alertsOn, repairOf } from './support-faults';

/** What the faults of the sites are made from. */
export interface ActivePassiveTableProps {
  readonly application: Application;
  /** Name of the active site. */
  readonly active: string;
  readonly lag: Bound;
  /** From the loss of the active site to the next one taking writes. */
  readonly workloadGap: Bound;
  /** From the loss of the active site to clients reaching the next one. */
  readonly clientGap: Bound;
  /** From a fault to the storage that all sites share taking writes again; undefined where sites have storage of their own. */
  readonly storageDecision?: Bound;
  /** True when nobody decides on a failover. */
  readonly automatic: boolean;
}

/** The faults of the sites, and who serves while there is none. */
export function activePassiveTable(
  props: ActivePassiveTableProps,
): Pick<FaultTableProps, 'ofSites' | 'servedBy' | 'readsIn'> {
  const { application, active, lag, workloadGap, clientGap, storageDecision } = props;
  const { host, recovery } = application;
  const passive = host.passiveSites.map(({ name }) => name);
  const replication = recovery?.replication;
  const copiesAnswerReads = replication?.mechanism === ReplicationMechanism.APPLICATION;
  const table: ActivePassiveFaultsProps = {
    active,
    passive,
    lag,
    copiesAnswerReads,
    activeLost: {
      workloadGap,
      clientGap,
      onHeal: [...clientsOf(application, active), ...(replication ? [replication.onHeal] : [])].join('; '),
      human: afterActiveLoss(props, passive[0]),
    },
    passiveLost: (site) => (storageDecision ? storageLost(active, site) : copyLost(recovery, active, site)),
    apart: storageDecision ? storageApart(props, passive[0]) : apartIn(props, passive[0]),
  };
  return {
    servedBy: [active],
    readsIn: copiesAnswerReads ? [active, ...passive] : [active],
    ofSites: storageDecision ? stretchedFaults({ ...table, storageDecision }) : activePassiveFaults(table),
  };
}

/** How long the storage that all sites share takes to decide which side lives; undefined where each site has its own. */
export function storageDecisionOf({ host, recovery }: Application): Bound | undefined {
  if (!host.replications.some(({ synchronous }) => synchronous)) return undefined;
  return (
    recovery?.replication.storageDecision ??
    Bound.unbounded('storage decides which side lives', 'the replication is synchronous and states no storageDecision')
  );
}

function copyLost(recovery: RecoveryBinding | undefined, active: string, site: string): ApartResponse {
  return {
    onHeal: `${site} is made a copy again (reprotect); until then writes are safe in fewer sites`,
    human: `when ${site} is back and does not follow ${active} by itself: ${commandOf(recovery, RunbookKind.REPROTECT, active, site)}; there is no failover to it before that`,
  };
}

/** How to ask the storage, where it is Ceph: the first says that a site is missing, the second which. */
const ASK_STORAGE =
  'ask the storage which side lives (Ceph: `ceph health detail` has DEGRADED_STRETCH_MODE, `ceph osd tree down` names the side that it gave up)';

function storageLost(active: string, site: string): ApartResponse {
  return {
    onHeal: `the storage copies to ${site} what it missed, by itself; until then writes are safe in fewer sites`,
    human: `${ASK_STORAGE}: ${active} takes writes again once it has decided; there is no failover to ${site} before the storage is whole again`,
  };
}

function storageApart({ application, active }: ActivePassiveTableProps, next = 'another site'): ApartResponse {
  const start = commandOf(application.recovery, RunbookKind.FAILOVER, active, next);
  return {
    onHeal: `the storage copies to the side that it gave up what that missed, by itself; after a failover to ${next}: ${commandOf(application.recovery, RunbookKind.REPROTECT, next, active)}`,
    human: `${ASK_STORAGE} before any failover; nothing is lost. Where it is ${active}: no failover, it serves on; where it is ${next}: ${start}. Then ${repairOf(application)}`,
  };
}

function afterActiveLoss(
  { application: { recovery }, active, automatic, storageDecision }: ActivePassiveTableProps,
  next?: string,
): string {
  if (next === undefined) return `bring ${active} back`;
  const start = commandOf(recovery, RunbookKind.FAILOVER, active, next);
  const begin = automatic
    ? `nothing to serve again; when the failover does not end by itself: ${start}`
    : `${storageDecision ? `${ASK_STORAGE}, then ` : ''}decide, then ${start}, and approve it`;
  return (
    `${begin}; set activeSite to ${next}; when ${active} is back: ${commandOf(recovery, RunbookKind.REPROTECT, next, active)}. ` +
    `Until that is through ${next} has no copy in ${active}: when ${next} is lost as well, only backups are left of what no other site has`
  );
}

function apartIn({ application, active, lag }: ActivePassiveTableProps, next = 'another site'): ApartResponse {
  const repair = repairOf(application);
  if (application.recovery?.replication.throughStore) {
    return { onHeal: 'nothing: the data takes the way over the object store', human: repair };
  }
  return {
    onHeal: 'replication catches up by itself',
    human: `${repair}; the copy gets older meanwhile, and a failover to ${next} loses what it did not get: do not fail over while ${active} serves${alertsOn(lag, application)}`,
  };
}

/** What becomes of clients when a site is back that still takes itself for the active one. */
function clientsOf({ host, traffic, recovery }: Application, site: string): string[] {
  if (host.passiveSites.length === 0) return [];
  if (traffic?.latch) return [`the latch that the failover closed keeps clients away from ${site}`];
  if (recovery?.replication.fencing !== undefined) return [];
  return [
    `nothing keeps clients away from ${site}: isolate it before it is powered on, or stop its pods before anybody reaches it, then run the reprotect`,
  ];
}

/** The command, and the cluster that it is for. */
function commandOf(recovery: RecoveryBinding | undefined, kind: RunbookKind, from: string, to: string): string {
  const found = recovery?.runbooks.runbooks.find((book) => book.kind === kind && book.from === from && book.to === to);
  return found ? `run ${found.start} in ${found.runsIn}` : `make ${to} active by hand`;
}
