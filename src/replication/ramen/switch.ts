import type { IAppHost } from '../../model/app-host';
import type { WorkloadStorage } from '../../model/replication';
import type { ISwitchable, RunbookStep, SwitchSteps } from '../../model/runbook';
import type { Site } from '../../model/site';
import { stepTimeout, waitUntil } from '../shell';
import { checkServing, claimPermission, claimsOf } from '../takeover';
import { startUsers, stopUsers, tellUsersToStop } from '../users';
import { HubSteps } from './hub-steps';
import type { RamenSettings } from './props';

/** How long Ramen may take for an order; longer, and a human has to look. */
const ORDER_SECONDS = 1800;
/** A site that comes back gets everything anew: so long that only something broken takes longer. */
const RESYNC_SECONDS = 24 * 3600;

/**
 * Has Ramen move the volumes. It did not deploy the application, so it waits for somebody to remove it from the site that gives up
 * (progression WaitOnUserToCleanUp), claims included: Ramen keeps their volumes and makes them secondary.
 */
export class RamenSwitch implements ISwitchable {
  private readonly hub: HubSteps;

  constructor(
    host: IAppHost,
    private readonly storage: WorkloadStorage,
    private readonly settings: RamenSettings,
  ) {
    this.hub = new HubSteps(host, settings);
  }

  public switchover(from: Site, to: Site): SwitchSteps {
    const seconds = ORDER_SECONDS + 2 * Math.ceil(this.settings.storage.transferSeconds);
    const moved = `Relocated/*/${to.name}/*`;
    return {
      preflight: [
        this.hub.check({
          name: 'protected',
          title: `see that Ramen protects the volumes, and that ${to.name} can take them`,
          runner: to,
          wanted: ['*/Completed/*/True/True'],
          otherwise: 'the application is not protected, or its peer is not ready',
        }),
      ],
      fence: [
        stopUsers(from, this.storage),
        this.hub.order({
          name: 'relocate',
          title: `have Ramen copy the last write to ${to.name}`,
          runner: to,
          spec: { action: 'Relocate', preferredCluster: to.name },
          wanted: ['*/WaitOnUserToCleanUp/*', moved],
          seconds,
          otherwise: `the last write is not copied to ${to.name}`,
        }),
        this.cleanUp(from),
      ],
      promote: [
        this.hub.order({
          name: 'relocated',
          title: `wait until Ramen has moved the volumes to ${to.name}`,
          runner: to,
          wanted: [moved],
          seconds,
          otherwise: `the volumes are not moved to ${to.name}`,
        }),
        this.waitForClaims(to),
      ],
      start: [startUsers(to, this.storage)],
    };
  }

  /** The hub is told; it is in neither site. */
  public failover(from: Site, to: Site): SwitchSteps {
    return {
      preflight: [
        this.hub.check({
          name: 'known',
          title: 'see that Ramen knows the application',
          runner: to,
          wanted: ['[!/]*'],
          otherwise: 'Ramen has never protected the application',
        }),
      ],
      fence: [tellUsersToStop(from, this.storage)],
      promote: [
        this.hub.order({
          name: 'fail-over',
          title: `have Ramen promote the volumes of ${to.name}`,
          runner: to,
          spec: { action: 'Failover', failoverCluster: to.name },
          // What comes after is the cleaning up of the lost site, for which it has to come back.
          wanted: ['WaitOnUserToCleanUp', 'Cleaning-Up', 'Completed'].map((done) => `FailedOver/${done}/${to.name}/*`),
          seconds: ORDER_SECONDS,
          otherwise: `the volumes of ${to.name} are not promoted`,
        }),
        this.waitForClaims(to),
      ],
      start: [startUsers(to, this.storage)],
    };
  }

  public reprotect(active: Site, returned: Site): RunbookStep[] {
    return [
      checkServing(active, this.storage),
      this.hub.check({
        name: 'failed-over',
        title: `see that Ramen has the application in ${active.name}`,
        runner: active,
        wanted: [`FailedOver/*/${active.name}/*`],
        otherwise: `Ramen has not failed over to ${active.name}; its claims in ${returned.name} are not to be deleted`,
      }),
      stopUsers(returned, this.storage),
      this.cleanUp(returned),
      this.hub.order({
        name: 'protected',
        title: `wait until Ramen protects the application again, with ${returned.name} as the copy`,
        runner: active,
        wanted: [`FailedOver/Completed/${active.name}/True/True`],
        seconds: RESYNC_SECONDS,
        otherwise: `${returned.name} is not a copy yet`,
      }),
    ];
  }

  private cleanUp(site: Site): RunbookStep {
    return {
      name: `clean-up-${site.name}`,
      title: `delete the claims of ${site.name}, whose volumes Ramen keeps`,
      site,
      // Ramen holds the claims with a finalizer until their volumes are secondary.
      script: `kubectl delete persistentvolumeclaims ${claimsOf(this.storage).join(' ')} --ignore-not-found --wait=false`,
      timeoutSeconds: stepTimeout(),
      permissions: [claimPermission(this.storage, ['delete', 'get'])],
    };
  }

  private waitForClaims(site: Site): RunbookStep {
    return {
      name: `claims-${site.name}`,
      title: `wait until the claims of ${site.name} are bound`,
      site,
      script: claimsOf(this.storage)
        .flatMap((claim) =>
          waitUntil({
            until: `[ "$(kubectl get persistentvolumeclaim ${claim} --ignore-not-found -o jsonpath='{.status.phase}')" = Bound ]`,
            seconds: ORDER_SECONDS,
            otherwise: `claim ${claim} of ${site.name} is not bound: see the VolumeReplicationGroup in ${site.name}`,
          }),
        )
        .join('\n'),
      timeoutSeconds: stepTimeout(ORDER_SECONDS * this.storage.volumes.length),
      permissions: [claimPermission(this.storage, ['get'])],
    };
  }
}
