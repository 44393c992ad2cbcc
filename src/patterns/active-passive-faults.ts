/** What the loss of a site, or of the way to it, means for an application with one active site. */
import { RunbookKind } from '../model/runbook';
import { Bound } from '../recovery/bound';
import { type ApartResponse, activePassiveFaults } from '../recovery/role-faults';
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
  /** True when nobody decides on a failover. */
  readonly automatic: boolean;
}

/** The faults of the sites, and who serves while there is none. */
export function activePassiveTable(
  props: ActivePassiveTableProps,
): Pick<FaultTableProps, 'ofSites' | 'servedBy' | 'readsIn' | 'restore'> {
  const { application, active, lag, workloadGap, clientGap } = props;
  const { host, recovery } = application;
  const passive = host.passiveSites.map(({ name }) => name);
  const replication = recovery?.replication;
  const copiesAnswerReads = replication?.mechanism === ReplicationMechanism.APPLICATION;
  return {
    servedBy: [active],
    readsIn: copiesAnswerReads ? [active, ...passive] : [active],
    restore: recovery && restoreOf(recovery),
    ofSites: activePassiveFaults({
      active,
      passive,
      lag,
      copiesAnswerReads,
      activeLost: {
        workloadGap,
        clientGap,
        onHeal: replication?.onHeal ?? '',
        human: afterActiveLoss(props, passive[0]),
      },
      passiveLost: (site) => ({
        onHeal: `${site} is made a copy again (reprotect); until then writes are safe in fewer sites`,
        human: `when ${site} is back and does not follow ${active} by itself: ${commandOf(recovery, RunbookKind.REPROTECT, active, site)}; there is no failover to it before that`,
      }),
      apart: apartIn(props, passive[0]),
    }),
  };
}

function afterActiveLoss(
  { application: { recovery }, active, automatic }: ActivePassiveTableProps,
  next?: string,
): string {
  if (next === undefined) return `bring ${active} back`;
  const start = commandOf(recovery, RunbookKind.FAILOVER, active, next);
  const begin = automatic
    ? `nothing to serve again; when the failover does not end by itself: ${start}`
    : `decide, then ${start}, and approve it`;
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

/** The command, and the cluster that it is for. */
function commandOf(recovery: RecoveryBinding | undefined, kind: RunbookKind, from: string, to: string): string {
  const found = recovery?.runbooks.runbooks.find((book) => book.kind === kind && book.from === from && book.to === to);
  return found ? `run ${found.start} in ${found.runsIn}` : `make ${to} active by hand`;
}

/** Where a failover is a restore of the newest backup, an error is undone by the same steps. */
function restoreOf({ replication, trigger, runbooks, frontEndStart }: RecoveryBinding): Bound | undefined {
  if (replication.mechanism !== ReplicationMechanism.BACKUP) return undefined;
  return Bound.sum('newest backup is restored, when it is from before the error', [
    trigger.decision,
    runbooks.overhead,
    replication.promotion,
    ...(frontEndStart ? [frontEndStart] : []),
  ]);
}
