import { type FleetApp, PrerequisiteKind } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { Fleet } from '../../src/fleet/fleet';
import type { Inspection } from '../../src/synthesis/inspection';
import { SiteStack } from '../../src/synthesis/site-stack';
import { fleetProps } from '../support/fleet';

/** A stack whose parts need the same StorageClass and the same Secret, each for its own reason. */
class Needy extends SiteStack {
  constructor(app: FleetApp, fleet: Fleet) {
    super(app, 'needy', {});
    const [site] = fleet.sites;
    const host = this.hostFor(fleet, fleet.sites);
    const secret = { kind: PrerequisiteKind.SECRET, name: 'keys', namespace: 'orders' };
    host.require(site!, { kind: PrerequisiteKind.STORAGE_CLASS, name: 'fast', why: 'volumes of the database: SSD' });
    host.require(site!, {
      kind: PrerequisiteKind.STORAGE_CLASS,
      name: 'fast',
      why: 'volumes that are replicated: rook',
    });
    host.require(site!, { ...secret, keys: ['a'], why: 'read by the database' });
    host.require(site!, { ...secret, keys: ['b'], why: 'read by the backup' });
    host.require(site!, { ...secret, keys: ['a'], why: 'read by the database' });
  }

  public stated() {
    return this.prerequisites;
  }

  protected inspectRules(): Inspection {
    return { findings: [] };
  }
}

test('two parts that need the same thing are both heard: their reasons, and all keys', () => {
  let stated: ReturnType<Needy['stated']> = [];
  Synthesized.of((app) => {
    stated = new Needy(app, new Fleet(app, 'prod', fleetProps())).stated();
  });
  expect(stated.map(({ name, keys, why }) => [name, keys, why])).toEqual([
    ['fast', undefined, 'volumes of the database: SSD; volumes that are replicated: rook'],
    ['keys', ['a', 'b'], 'read by the database; read by the backup'],
  ]);
});
