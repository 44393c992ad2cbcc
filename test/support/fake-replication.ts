import {
  Basis,
  Bound,
  type IAppHost,
  type IReplication,
  type ISwitchable,
  type ReplicationBinding,
  ReplicationMechanism,
  type RunbookStep,
  type Site,
  type SwitchSteps,
  type WorkloadStorage,
} from 'cndr';

/** A replication that only calls kubectl, in both clusters, so that runbooks can be seen without an engine. */
export class FakeReplication implements IReplication {
  public readonly kind = 'fake';
  public readonly mechanism = ReplicationMechanism.VOLUME;

  constructor(
    /** Changes the steps, for tests of what is refused. */
    private readonly change: (step: RunbookStep) => RunbookStep = (step) => step,
    private readonly fencing: string | undefined = 'the fake fences',
  ) {}

  public bind(host: IAppHost, storage: WorkloadStorage): ReplicationBinding {
    host.stateReplication({
      kind: this.kind,
      mechanism: this.mechanism,
      synchronous: false,
      intervalSeconds: 60,
      units: storage.volumes.map(({ claim }) => claim),
      consistentGroup: true,
    });
    const minute = (name: string) => Bound.term({ name, seconds: 60, basis: Basis.ASSUMED, source: 'this test' });
    return {
      mechanism: this.mechanism,
      lag: minute('lag'),
      promotion: minute('promotion'),
      switchoverGap: minute('switchover'),
      switchoverLag: minute('switchover lag'),
      fencing: this.fencing,
      onHeal: 'copied again',
      alerts: [],
      scrapeTargets: [],
      switching: this.switching,
    };
  }

  public get switching(): ISwitchable {
    return {
      switchover: (from, to) => this.steps(from, to, true),
      failover: (from, to) => this.steps(from, to, false),
      reprotect: (active, returned) => [
        this.step('copy', returned, `kubectl patch copier data --patch=from-${active.name}`, ['patch']),
      ],
    };
  }

  private steps(from: Site, to: Site, planned: boolean): SwitchSteps {
    return {
      preflight: [this.step('fresh', to, 'kubectl get copier data', ['get'])],
      fence: [
        { ...this.step('fence', from, 'kubectl patch copier data --patch=fenced', ['patch']), mayFail: !planned },
      ],
      promote: [this.step('promote', to, 'kubectl patch copier data --patch=promoted', ['patch'])],
      start: [this.step('start', to, 'kubectl scale statefulset workload --replicas=1', [])],
    };
  }

  private step(verb: string, site: Site, script: string, verbs: string[]): RunbookStep {
    return this.change({
      name: `${verb}-${site.name}`,
      title: `${verb} in ${site.name}`,
      site,
      script,
      timeoutSeconds: 120,
      permissions:
        verbs.length > 0
          ? [{ apiGroup: 'copy.example.com', resources: ['copiers'], verbs, names: ['data'] }]
          : [{ apiGroup: 'apps', resources: ['statefulsets/scale'], verbs: ['patch'], names: ['workload'] }],
    });
  }
}
