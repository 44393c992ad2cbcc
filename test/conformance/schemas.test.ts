import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkManifests } from './check';
import { Cursor } from './cursor';
import { bites, judge } from './fixtures/bites';
import { ABSENT, mutate } from './fixtures/mutate';
import { schemasOf, thing } from './fixtures/schemas';
import { validSite } from './fixtures/site';
import { openSchemas, schemaFiles } from './schema-store';

const CONTAINER = 'spec.template.spec.containers[0]';
const schemas = openSchemas();
const judged = schemas === undefined ? describe.skip : describe;

describe('the manifest of pinned schemas', () => {
  it('names each kind once, at an immutable version', () => {
    expect(new Set(schemaFiles.map(({ id }) => id)).size).toBe(schemaFiles.length);
    expect(new Set(schemaFiles.map(({ path }) => path)).size).toBe(schemaFiles.length);
    for (const { url, note, sha256 } of schemaFiles) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(url ?? '').not.toMatch(/\/(main|master|HEAD|latest)\//);
      expect(url ?? note).toBeTruthy();
    }
  });
});

judged('with the upstream schemas', () => {
  it('have nothing to say against a valid site, and leave nothing unjudged', () => {
    const verdict = judge(validSite());

    expect(verdict.problems).toEqual([]);
    expect(verdict.notEvaluated).toEqual([]);
    expect(verdict.rulesEvaluated).toBeGreaterThanOrEqual(20);
    expect(verdict.schemas).toBe(true);
  });

  describe('built-in kinds', () => {
    bites([
      ['StatefulSet/db', 'spec.replica', 3, /unknown field/],
      ['StatefulSet/db', `${CONTAINER}.volumeMounts[0].readonly`, true, /unknown field/],
      ['StatefulSet/db', 'spec.replicas', '3', /must be integer/],
      ['StatefulSet/db', 'spec.replicas', -1, />= 0/],
      ['StatefulSet/db', 'spec.replicas', 3_000_000_000, /int32/],
      ['StatefulSet/db', 'spec.replicas', null, /must be integer/],
      ['StatefulSet/db', 'spec.template', ABSENT, /required field/],
      ['StatefulSet/db', 'spec.updateStrategy.type', 'Rolling', /must be one of/],
      ['StatefulSet/db', `${CONTAINER}.imagePullPolicy`, 'always', /must be one of/],
      ['StatefulSet/db', `${CONTAINER}.ports[0].protocol`, 'tcp', /must be one of/],
      ['StatefulSet/db', `${CONTAINER}.readinessProbe.periodSeconds`, 0, />= 1/],
      ['StatefulSet/db', `${CONTAINER}.resources.requests.memory`, '1 GB', /quantity/],
      ['StatefulSet/db', 'metadata.label', {}, /unknown field/],
      ['StatefulSet/db', 'apiVersion', 'apps/v1beta1', /no such kind/],
      ['Service/db', 'spec.ports[0].targetPort', true, /must be integer,string/],
      ['Service/web', 'spec.type', 'Loadbalancer', /must be one of/],
      ['NetworkPolicy/db', 'spec.policyTypes[0]', 'ingress', /must be one of/],
      ['ConfigMap/settings', 'data.mode', true, /must be string/],
    ]);
  });

  describe('custom resources: structure', () => {
    bites([
      ['CrdbCluster/crdb', 'spec.mode', null, /must be string/],
      ['Certificate/db-tls', 'spec.dnsName', 'x', /unknown field/],
      ['Certificate/db-tls', 'spec.issuerRef', ABSENT, /required field/],
      ['Certificate/db-tls', 'spec.usages[0]', 'serving', /must be one of/],
      ['Certificate/db-tls', 'spec.secretName', null, /must be string/],
      ['Certificate/db-tls', 'metadata.annotation', {}, /unknown field/],
      ['PrometheusRule/db', 'spec.groups[0].interval', '30 seconds', /pattern/],
      ['PrometheusRule/db', 'spec.groups[0].rules[0].expr', ABSENT, /required field/],
      ['PrometheusRule/db', 'spec.groups[0].rules[0].expr', true, /must be integer,string/],
      ['PrometheusRule/db', 'spec.groups', [{ name: 'a' }, { name: 'a' }], /repeats name="a"/, 'spec.groups[1]'],
      ['Schedule/orders', 'spec.template.includedNamespace', [], /unknown field/],
      ['Schedule/orders', 'spec.schedule', ABSENT, /required field/],
      ['Schedule/orders', 'spec.paused', 'no', /must be boolean/],
      ['BackupStorageLocation/dr', 'spec.accessMode', 'WriteOnly', /must be one of/],
      ['BackupStorageLocation/dr', 'spec.objectStorage.caCert', 'not base64!', /byte/],
      ['ServiceExport/db', 'spec', { name: 'db' }, /unknown field/, 'spec.name'],
      ['ServiceExport/db', 'apiVersion', 'multicluster.x-k8s.io/v1', /not served/],
      ['HTTPRoute/web', 'spec.rules[0].backendRefs[0].port', 70_000, /<= 65535/],
      ['HTTPRoute/web', 'spec.hostnames[0]', 'Orders.example.com', /pattern/],
      ['HTTPRoute/web', 'metadata.namespace', ABSENT, /must be set/],
      ['Submariner/submariner', 'spec.cableDrivers', 'vxlan', /unknown field/],
      ['Submariner/submariner', 'spec.clusterID', ABSENT, /required field/],
      ['Submariner/submariner', 'spec.connectionHealthCheck.intervalSeconds', '1', /must be integer/],
      ['CrdbCluster/crdb', 'spec.mode', 'Mutable', /must be one of/],
      ['CrdbCluster/crdb', 'spec.region', [], /unknown field/],
      ['CrdbCluster/crdb', 'spec.regions[0].nodes', 'three', /must be integer/],
    ]);
  });

  describe('custom resources: CEL rules', () => {
    const rule = 'spec.rules[0]';
    const redirect = { type: 'RequestRedirect', requestRedirect: { statusCode: 301 } };
    bites([
      [
        'HTTPRoute/web',
        `${rule}.filters`,
        [redirect],
        /RequestRedirect filter must not be used together with backendRefs/,
        rule,
      ],
      ['HTTPRoute/web', `${rule}.matches[0].path.value`, 'x', /must be an absolute path/, `${rule}.matches[0].path`],
      ['HTTPRoute/web', `${rule}.matches[0].path.value`, '/a//b', /must not contain '\/\/'/, `${rule}.matches[0].path`],
      [
        'HTTPRoute/web',
        `${rule}.timeouts`,
        { request: '1s', backendRequest: '2s' },
        /backendRequest timeout cannot be longer/,
      ],
      [
        'HTTPRoute/web',
        'spec.parentRefs',
        [
          { name: 'public', namespace: 'edge' },
          { name: 'public', namespace: 'edge' },
        ],
        /sectionName/,
      ],
    ]);
  });

  it('refuse an unknown field wherever it is put', () => {
    const places = validSite().flatMap(({ kind, metadata, ...rest }) =>
      maps({ metadata, ...rest }, '').map(
        (place) => [`${kind}/${(metadata as { name: string }).name}`, place] as const,
      ),
    );

    const accepted = places.filter(([id, place]) => {
      const path = place === '' ? 'surprise' : `${place}.surprise`;
      const { problems } = judge(mutate(validSite(), id, path, {}).objects);
      return !problems.some((problem) => problem.path === path);
    });

    expect(places.length).toBeGreaterThan(150);
    expect(accepted).toEqual([]);
  });

  it('fills in defaults before it validates', () => {
    // parentRefs are told apart by group and kind, which only the defaults give.
    const { objects } = mutate(validSite(), 'HTTPRoute/web', 'spec.parentRefs', [
      { name: 'public', namespace: 'edge' },
    ]);

    expect(judge(objects).problems).toEqual([]);
  });

  it('refuses kinds that neither Kubernetes nor a pinned CRD has', () => {
    const { problems } = judge([
      ...validSite(),
      { apiVersion: 'example.com/v1', kind: 'Nope', metadata: { name: 'x' } },
    ]);

    expect(problems).toEqual([
      expect.objectContaining({ path: 'apiVersion', message: expect.stringMatching(/no such kind/) as string }),
    ]);
  });

  it('hold what the manifest says they hold', () => {
    for (const { id, path, sha256 } of schemaFiles.slice(1)) {
      const file = join(process.env.CNDR_SCHEMAS ?? '.schemas', path);
      if (!existsSync(file)) continue;
      const text = readFileSync(file, 'utf8');
      const [group = '', kind = ''] = id.split('/');
      expect(createHash('sha256').update(text).digest('hex')).toBe(sha256);
      expect(text).toMatch(new RegExp(`^ {2}group: ["']?${group}["']?$`, 'm'));
      expect(text).toMatch(new RegExp(`^ {4}kind: ["']?${kind}["']?$`, 'm'));
    }
  });
});

describe('where schemas are not', () => {
  const { CNDR_REQUIRE_SCHEMAS } = process.env;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cndr-schemas-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
    if (CNDR_REQUIRE_SCHEMAS === undefined) delete process.env.CNDR_REQUIRE_SCHEMAS;
    else process.env.CNDR_REQUIRE_SCHEMAS = CNDR_REQUIRE_SCHEMAS;
  });

  it('says so, and how to get them', () => {
    delete process.env.CNDR_REQUIRE_SCHEMAS;
    const warn = jest.spyOn(console, 'warn').mockReturnValue();

    expect(openSchemas(folder)).toBeUndefined();

    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^SKIPPED: .*npm run schemas/));
    warn.mockRestore();
  });

  it('fails where they are required', () => {
    process.env.CNDR_REQUIRE_SCHEMAS = '1';

    expect(() => openSchemas(folder)).toThrow(/npm run schemas/);
  });

  it('refuses a copy that is not the pinned file', () => {
    mkdirSync(join(folder, 'kubernetes'));
    writeFileSync(join(folder, schemaFiles[0]!.path), '{"definitions":{}}');

    expect(() => openSchemas(folder)!.definitions).toThrow(/is not the pinned file/);
  });

  it('lists a kind whose CRD is missing instead of passing it', () => {
    const schemas = { ...schemasOf({}), lookup: () => ({ absent: 'x.yaml is not there' }) };

    const { notEvaluated } = checkManifests([{ path: 'dist/use1/x.k8s.yaml', objects: [thing({})] }], { schemas });

    expect(notEvaluated).toEqual([
      { kind: 'example.com/v1/Thing', path: '', rule: '', reason: 'schema', detail: 'x.yaml is not there' },
    ]);
  });
});

/** Paths of all maps in a value. */
function maps(value: unknown, path: string): string[] {
  const cursor = new Cursor(value, path);
  const children = [...cursor.items(), ...cursor.entries().map(([, child]) => child)];
  const own = typeof value === 'object' && !Array.isArray(value) ? [path] : [];
  return [...own, ...children.flatMap((child) => maps(child.value, child.path))];
}
