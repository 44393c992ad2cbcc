import { ApiObject, JsonPatch } from 'cdk8s';
import type { StrongConsistencyDR } from 'cndr';
import { Synthesized } from 'cndr/testing';
import { refusals } from '../support/errors';
import { deploy } from '../support/fleet';

/** What rules say of an application after a change through the escape hatches of cdk8s. */
function after(change: (dr: StrongConsistencyDR) => void): string[] {
  return refusals((app) => {
    change(deploy(app));
  });
}

function emitted(dr: StrongConsistencyDR, site: string, kind: string, name: string): ApiObject {
  const found = dr
    .chart(site)
    .node.findAll()
    .find((child) => ApiObject.isApiObject(child) && child.kind === kind && child.name === name);
  return found as ApiObject;
}

const DATABASE = 'cockroachdb-us-east-1a';

test('a member that is patched away is noticed', () => {
  const messages = after((dr) => {
    emitted(dr, 'use1', 'StatefulSet', DATABASE).addJsonPatch(JsonPatch.replace('/spec/replicas', 0));
  });
  expect(messages).toContainEqual(
    expect.stringMatching(/site use1 runs 2 members of .*, and its votes were counted from 3/),
  );
});

test('a NetworkPolicy that is patched shut is noticed', () => {
  const messages = after((dr) => {
    emitted(dr, 'usw2', 'NetworkPolicy', 'cockroachdb').addJsonPatch(JsonPatch.replace('/spec/ingress', []));
  });
  expect(messages).toContainEqual(
    expect.stringMatching(/no NetworkPolicy of usw2 lets 10\.10\.0\.0\/16 in to port 26258/),
  );
});

test('a certificate of another name is noticed, by who needs it and where', () => {
  const messages = after((dr) => {
    emitted(dr, 'use2', 'Certificate', 'cockroachdb-node').addJsonPatch(JsonPatch.replace('/spec/secretName', 'other'));
  });
  expect(messages).toContainEqual(
    expect.stringMatching(
      /in site use2 StatefulSet .* needs Secret orders\/cockroachdb-node, and nothing makes it there/,
    ),
  );
});

test('a claim that was added is in no backup, and can be waived', () => {
  const claim = (dr: StrongConsistencyDR): void => {
    new ApiObject(dr.chart('use1'), 'scratch', {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'scratch', namespace: 'orders' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    });
  };
  expect(after(claim)).toContainEqual(expect.stringMatching(/nothing brings claim scratch of site use1 back/));

  const waivers = [{ rule: 'COV-01', reason: 'scratch space', expires: '2999-12-31' }];
  const { plan } = Synthesized.of((app) => {
    claim(deploy(app, { dr: { waivers } }));
  });
  expect(plan.apps[0]?.findings).toContainEqual(expect.objectContaining({ rule: 'COV-01', waiver: 'scratch space' }));
  expect(plan.apps[0]?.coverage).toContainEqual({
    site: 'use1',
    kind: 'PersistentVolumeClaim',
    name: 'scratch',
    coveredBy: [],
  });
});

test('Secrets that a Schedule was told to leave out do not count as backed up by it', () => {
  const { plan } = Synthesized.of((app) => {
    const schedule = emitted(deploy(app), 'use1', 'Schedule', 'orders-use1');
    schedule.addJsonPatch(JsonPatch.add('/spec/template/excludedResources', ['secrets']));
  });
  const backedUp = (plan.apps[0]?.coverage ?? [])
    .filter(({ site, coveredBy }) => site === 'use1' && coveredBy.includes('backed up by Schedule orders-use1'))
    .map(({ kind }) => kind);
  expect([...new Set(backedUp)]).toEqual(['ConfigMap']);
});

test('snapshots that somebody takes besides, for a quick way back, are not refused', () => {
  const { plan } = Synthesized.of((app) => {
    new ApiObject(deploy(app).chart('use1'), 'hourly', {
      apiVersion: 'velero.io/v1',
      kind: 'Schedule',
      metadata: { name: 'hourly', namespace: 'velero' },
      spec: {
        schedule: '@hourly',
        useOwnerReferencesInBackup: true,
        template: { includedNamespaces: ['orders'], snapshotVolumes: true },
      },
    });
  });
  expect(plan.apps[0]?.findings).toEqual([]);
});

test('what was not touched has no finding, and all that its recovery needs is left', () => {
  const { plan } = Synthesized.of((app) => void deploy(app));
  const [app] = plan.apps;
  expect(app?.findings).toEqual([]);
  expect(app?.coverage.filter(({ coveredBy }) => coveredBy.length === 0)).toEqual([]);
  expect(app?.independence.filter(({ available }) => !available)).toEqual([]);
});
