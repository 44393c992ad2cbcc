import type { AppFacts } from '../../src/rules/facts';
import { checkApp } from './check-rule';
import { activePassiveFacts, appFacts, eventualFacts } from './facts-fixture';

const passive = (id: string, change: Partial<AppFacts> = {}) => checkApp(id, activePassiveFacts(change));
const eventual = (id: string, change: Partial<AppFacts> = {}) => checkApp(id, eventualFacts(change));
const RULES = ['ROL-01', 'ROL-02', 'ROL-03', 'CAP-01', 'GLB-03'];

test.each(RULES)('a quorum over all sites has no roles to judge: %s', (id) => {
  expect(checkApp(id)).toBeUndefined();
});

describe('ROL-01: with one site nothing is left when it is lost', () => {
  const one = { sites: appFacts().sites.slice(0, 1) };

  test('in both patterns the message names the site', () => {
    expect(passive('ROL-01', one)).toEqual([
      'only site use1 holds the data of ActivePassiveDR; 2 or more are needed: add a site of another region to the fleet, or name it in sites',
    ]);
    expect(eventual('ROL-01', one)).toEqual([
      'only site use1 holds the data of EventualConsistencyDR; 2 or more are needed: add a site of another region to the fleet, or name it in sites',
    ]);
  });

  test('two are enough', () => {
    expect(passive('ROL-01', { sites: appFacts().sites.slice(0, 2) })).toEqual([]);
  });
});

test('ROL-02: writes in two sites that nobody reconciles are lost in silence', () => {
  expect(eventual('ROL-02', { system: 'mongodb', conflictResolution: undefined })).toEqual([
    'workload mongodb does not say what happens when two sites write to the same thing; use a workload with conflictResolution in its profile (cassandra, dynamoDb, kafka), or ActivePassiveDR',
  ]);
});

describe('ROL-03: a site that is cut off writes on while another is promoted', () => {
  const automatic = { activeSite: 'use1', standby: 'hot', trigger: 'automatic', latched: true };

  test('unless something fences it', () => {
    expect(passive('ROL-03', { activePassive: automatic })).toEqual([
      'trigger is automatic and nothing keeps site use1 from writing when it is cut off but alive; use Trigger.manual(), or replication that fences',
    ]);
    expect(passive('ROL-03', { activePassive: { ...automatic, fencing: 'a NetworkFence' } })).toEqual([]);
  });
});

test('CAP-01: after the failover all clients meet a part of the pods that they need', () => {
  expect(passive('CAP-01', { capacities: [{ site: 'usw2', component: 'front-end', needed: 6, allowed: 4 }] })).toEqual([
    'front-end of site usw2 may have 4 pods and needs 6 when it is active; raise what limits it (maxReplicas), or lower replicas',
  ]);
});

describe('GLB-03: a site that comes back with old data gets clients by itself', () => {
  const roles = { activeSite: 'use1', standby: 'hot', trigger: 'manual' };

  test('where the load balancer has no latch', () => {
    expect(passive('GLB-03', { activePassive: { ...roles, latched: false } })).toEqual([
      'the load balancer sends clients back to site use1 as soon as it answers again; use one with a latch, such as GlobalLoadBalancer.route53 with latch',
    ]);
  });

  test('where there is no load balancer nobody is sent', () => {
    expect(passive('GLB-03', { activePassive: roles })).toEqual([]);
  });
});
