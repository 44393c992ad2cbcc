import { BREAK, type Exporter, type Proof, days, minutes, missing } from './proof';
import { type Scene, namesOf } from './scene';
import { prerequisiteOf } from './scraping';
import { STEP, type Series, always, never } from './series';

const END = 'certmanager_certificate_expiration_timestamp_seconds';

/** cert-manager in a site. */
export const certificates: Exporter = {
  name: 'cert-manager',
  metrics: /^certmanager_/,
  scrapedBy: (scene) => prerequisiteOf(scene, 'prometheus-operator', /scrapes cert-manager/),

  healthy(scene) {
    return certificatesOf(scene).map((name) => certificate(scene, name, days(60)));
  },

  proofs(scene): Record<string, Proof> {
    if (certificatesOf(scene).length === 0) return {};
    return {
      CertificateExpiring: ending(scene, 7, ['6d 23h 54m 30s']),
      CertificateExpiringAbsent: missing(END, minutes(15)),
      CertificateNotRenewed: ending(scene, 21, ['20d 23h 54m 30s']),
    };
  },
};

/** A certificate that ends so many days after the break. */
function ending(scene: Scene, count: number, [rendered = '']: string[]): Proof {
  const [name = ''] = certificatesOf(scene);
  const end = BREAK + days(count);
  const trouble = {
    firesAt: BREAK + STEP + minutes(5),
    instances: [
      {
        labels: { name },
        rendered: { '{{ $labels.name }}': name, '{{ $value | humanizeDuration }}': rendered },
      },
    ],
  };
  return {
    troubles: [
      {
        what: 'its namespace is a label of the target',
        changes: [{ metric: END, where: { name }, values: always(end) }],
        ...trouble,
      },
      {
        what: 'its namespace is a label of its own (honorLabels)',
        changes: [{ metric: END, where: { name }, values: never }],
        added: [honoured(scene, name, end)],
        ...trouble,
      },
    ],
    calms: [
      {
        what: 'it is renewed in time',
        changes: [{ metric: END, where: { name }, values: (now) => (now < BREAK ? end + STEP : end + days(90)) }],
      },
    ],
  };
}

/** Prometheus renames labels that its targets have as well. */
function certificate(scene: Scene, name: string, end: number): Series {
  const { labels, ...series } = honoured(scene, name, end);
  return { ...series, labels: { ...labels, namespace: 'cert-manager', exported_namespace: scene.app.namespace } };
}

function honoured({ app }: Scene, name: string, end: number): Series {
  const issuer = { issuer_group: 'cert-manager.io', issuer_kind: 'ClusterIssuer', issuer_name: 'fleet-ca' };
  const target = { job: 'cert-manager', instance: '10.0.2.1:9402' };
  return { metric: END, labels: { name, namespace: app.namespace, ...issuer, ...target }, values: always(end) };
}

function certificatesOf(scene: Scene): string[] {
  return namesOf(scene, 'Certificate');
}
