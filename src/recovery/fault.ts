import { Basis, Bound } from './bound';

/** A thing that goes wrong. */
export enum FaultKind {
  /** The site and everything in it is gone. */
  SITE_LOST = 'site lost',
  /** The site lives, but reaches no other site. */
  SITE_CUT_OFF = 'site cut off',
  /** Two sites do not reach each other; both reach all others. */
  TUNNEL_DOWN = 'tunnel down',
  /** The load balancer's checks fail although the site is well. */
  HEALTH_CHECKS_FAIL = 'health checks fail',
  /** The bucket that holds the backups is gone. */
  BACKUP_STORE_LOST = 'backup store lost',
  /** What steers the fleet, and no client depends on, is gone: a broker, a hub, the operators' own cluster. */
  CONTROL_PLANE_LOST = 'control plane lost',
  /** The CA of the fleet issues no more certificates. */
  CERTIFICATE_AUTHORITY_LOST = 'certificate authority lost',
  /** Somebody, or something, destroys data by a valid command: it is replicated everywhere. */
  OPERATOR_ERROR = 'operator error',
}

/** What one fault does. */
export interface FaultOutcome {
  /** What goes wrong. */
  readonly fault: FaultKind;
  /** Where, all at the same time: the ends of a tunnel, the sites that use what is lost. */
  readonly sites: string[];
  /**
   * What is hit, where the fault is not of the sites themselves, such as `bucket dr-backups`.
   *
   * @default - the sites
   */
  readonly subject?: string;
  /** The sites that take clients afterwards, wherever the leader is. */
  readonly servedBy: string[];
  /**
   * Sites of which one at least takes clients as well: which, the place of the leader decides.
   *
   * @default - none
   */
  readonly servedByOneOf?: string[];
  /** The sites in which the workload answers reads afterwards, old data included where it is eventual. */
  readonly readsIn: string[];
  /** The sites in which the workload takes writes afterwards. */
  readonly writesIn: string[];
  /** True when acknowledged writes may be gone. */
  readonly dataLost: boolean;
  /** True when no site takes clients until the fault is repaired. */
  readonly serviceLost: boolean;
  /** How long the workload takes no writes; unbounded when the service is lost. */
  readonly workloadGap: Bound;
  /** How long a client is without service; unbounded when the service is lost. */
  readonly clientGap: Bound;
  /**
   * How long the fault may last before anybody but the platform team notices.
   *
   * @default - it is noticed at once, or never
   */
  readonly grace?: Bound;
  /** What happens, or has to be done, when the site comes back. */
  readonly onHeal: string;
  /** What a human has to do, and when. Lower case, no final period. */
  readonly human: string;
}

/** How a system answers one kind of fault that it survives. */
export interface FaultResponse {
  /** How long the workload takes no writes. */
  readonly workloadGap: Bound;
  /** How long a client is without service. */
  readonly clientGap: Bound;
  /** What happens, or has to be done, when the site comes back. */
  readonly onHeal: string;
  /** What a human has to do, and when. */
  readonly human: string;
}

/** What a fault that no request notices leaves. */
export interface UnnoticedFault {
  readonly fault: FaultKind;
  /** Where. */
  readonly sites: string[];
  /** Sites that take clients, as before. */
  readonly servedBy: string[];
  /**
   * Sites that answer reads.
   *
   * @default - `servedBy`
   */
  readonly readsIn?: string[];
  /** Why no request notices it. */
  readonly why: string;
  readonly onHeal: string;
  readonly human: string;
}

/** The outcome of a fault that leaves service and data as they are. */
export function unnoticed({ why, servedBy, readsIn, ...fault }: UnnoticedFault): FaultOutcome {
  const nothing = (name: string) => Bound.term({ name, seconds: 0, basis: Basis.DERIVED, source: why });
  return {
    ...fault,
    servedBy,
    readsIn: readsIn ?? servedBy,
    writesIn: servedBy,
    dataLost: false,
    serviceLost: false,
    workloadGap: nothing('workload takes no writes'),
    clientGap: nothing('clients without service'),
  };
}
