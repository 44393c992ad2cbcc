import { Duration } from 'cdk8s';
import type { ActivePassiveDRProps, FleetProps, ITrigger, MysqlProps, TriggerBinding } from 'cndr';
import { ActivePassiveDR, Basis, Bound, Fleet, StatefulWorkload } from 'cndr';
import { type ManifestObject, Synthesized } from 'cndr/testing';
import type { App } from 'cdktf';
import type { PerconaXtraDbCluster } from '../../src/kinds/percona-xtradb';
import { refusals } from '../support/errors';
import { fleetProps, sites } from '../support/fleet';

export const TWO = ['use1', 'usw2'];

interface Changes {
  readonly fleet?: Partial<FleetProps>;
  readonly dr?: Partial<ActivePassiveDRProps>;
  readonly names?: string[];
}

/** A trigger that knows at once. */
class Watched implements ITrigger {
  public readonly kind = 'manual';

  public bind(): TriggerBinding {
    const minute = Bound.term({ name: 'a minute', seconds: 60, basis: Basis.ASSUMED, source: 'this test' });
    return { detection: minute, decision: minute, alerts: [] };
  }
}

function deploy(app: App, props: MysqlProps, { fleet, dr, names = TWO }: Changes): void {
  new ActivePassiveDR(app, 'orders', {
    fleet: new Fleet(app, 'prod', fleetProps({ traffic: undefined, sites: sites(names), ...fleet })),
    workload: StatefulWorkload.mysql(props),
    frontEnd: { image: 'registry.example.com/orders:1.4.2', environmentSecrets: ['orders-mysql'] },
    activeSite: 'use1',
    trigger: new Watched(),
    objectives: { rpo: Duration.minutes(5), rto: Duration.hours(1) },
    ...dr,
  });
}

export function mysql(props: MysqlProps = {}, changes: Changes = {}): Synthesized {
  return Synthesized.of((app) => {
    deploy(app, props, changes);
  });
}

export function refused(props: MysqlProps, changes: Changes = {}): string {
  return refusals((app) => {
    deploy(app, props, changes);
  }).join('\n');
}

export function one(from: Synthesized, site: string, kind: string, name: string): ManifestObject {
  const found = from.allObjects(site).filter((object) => object.kind === kind && object.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0]!;
}

export const clusterSpec = (from: Synthesized, site: string): PerconaXtraDbCluster['spec'] =>
  one(from, site, 'PerconaXtraDBCluster', `pxc-${site}`)['spec'] as PerconaXtraDbCluster['spec'];
