import type { IAppHost } from '../../model/app-host';
import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { checkServing } from '../takeover';
import { startUsers, stopUsers, tellUsersToStop } from '../users';
import { checkClaims, restoreClaims } from './claims';
import { fence, liftFence } from './fence';
import type { UnitProps } from './objects';
import { changeState, checkHealthy, waitForCopy } from './states';

/** How long a storage may take to make a volume writable; longer, and a human has to look. */
const PROMOTE_SECONDS = 900;
/** How long it may take to see that a volume was demoted or is to be copied anew. */
const ORDER_SECONDS = 600;
/** A site that comes back gets everything anew: so long that only something broken takes longer. */
const RESYNC_SECONDS = 24 * 3600;

/** Moves volumes that the storage of each site mirrors to the other. */
export class MirrorSwitch implements ISwitchable {
  constructor(
    private readonly host: IAppHost,
    private readonly props: UnitProps,
  ) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    const { unit, settings } = this.props;
    return {
      preflight: [checkHealthy({ unit, site: from }), checkClaims(this.host, from, to, this.props)],
      fence: [
        stopUsers(from, this.props.storage),
        changeState({
          unit,
          site: from,
          name: `demote-${from.name}`,
          title: `demote the volumes of ${from.name} and wait until ${to.name} has the last write`,
          state: 'secondary',
          wanted: 'Secondary/False/False',
          seconds: ORDER_SECONDS + 2 * Math.ceil(settings.transferSeconds),
          otherwise: `${to.name} does not have the last write of ${from.name}: see the status of ${unit.kind} ${unit.name}; to stay in ${from.name} set its replicationState to primary`,
        }),
      ],
      promote: this.promote(from, to),
      start: [startUsers(to, this.props.storage)],
    };
  }

  /** Nothing can fence storage that cannot be reached; what is written there from now on is thrown away when it returns. */
  public failover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [checkClaims(this.host, from, to, this.props)],
      fence: [tellUsersToStop(from, this.props.storage)],
      promote: this.promote(from, to),
      start: [startUsers(to, this.props.storage)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    const { unit, storage } = this.props;
    const seen = `see the status of ${unit.kind} ${unit.name} in ${returned.name}`;
    const order = { unit, site: returned, seconds: ORDER_SECONDS };
    return [
      checkServing(active, storage),
      stopUsers(returned, storage),
      changeState({
        ...order,
        name: `demote-${returned.name}`,
        title: `demote the volumes of ${returned.name}`,
        state: 'secondary',
        wanted: 'Secondary/*',
        otherwise: `the volumes of ${returned.name} are not demoted: ${seen}`,
      }),
      changeState({
        ...order,
        name: `resync-${returned.name}`,
        title: `throw away what ${returned.name} has and copy everything of ${active.name}`,
        state: 'resync',
        wanted: 'Secondary/*',
        otherwise: `the storage does not copy to ${returned.name}: ${seen}`,
      }),
      waitForCopy({ unit, site: active }, returned, RESYNC_SECONDS),
      changeState({
        ...order,
        name: `settle-${returned.name}`,
        title: `keep the volumes of ${returned.name} as the copy`,
        state: 'secondary',
        wanted: 'Secondary/*',
        otherwise: `the volumes of ${returned.name} are not the copy: ${seen}`,
      }),
    ];
  }

  /** The storage is asked first; only when the other side cannot be reached does csi-addons promote by force. */
  private promote(from: Site, to: Site): RunbookStep[] {
    const { unit } = this.props;
    return [
      restoreClaims(this.host, from, to, this.props),
      changeState({
        unit,
        site: to,
        name: `promote-${to.name}`,
        title: `promote the volumes of ${to.name}`,
        state: 'primary',
        wanted: 'Primary/False/*',
        seconds: PROMOTE_SECONDS,
        otherwise: `the volumes of ${to.name} are not promoted: see the status of ${unit.kind} ${unit.name}`,
      }),
    ];
  }
}

/** Moves volumes of one storage system that serves all sites: nothing is promoted, but one site must let go. */
export class StretchSwitch implements ISwitchable {
  constructor(
    private readonly host: IAppHost,
    private readonly props: UnitProps,
  ) {}

  public switchover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [checkClaims(this.host, from, to, this.props)],
      fence: [stopUsers(from, this.props.storage)],
      promote: [restoreClaims(this.host, from, to, this.props)],
      start: [startUsers(to, this.props.storage)],
    };
  }

  public failover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [checkClaims(this.host, from, to, this.props)],
      fence: [fence(this.host, from, to, this.props.settings), tellUsersToStop(from, this.props.storage)],
      promote: [restoreClaims(this.host, from, to, this.props)],
      start: [startUsers(to, this.props.storage)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    const { storage } = this.props;
    return [checkServing(active, storage), stopUsers(returned, storage), liftFence(this.host, active, returned)];
  }
}
