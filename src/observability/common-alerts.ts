import { Duration } from 'cdk8s';
import type { Alert } from '../model/alert';
import { AlertSeverity } from '../model/alert';
import type { IAppHost } from '../model/app-host';

/** How the certificates of an application are renewed. */
export interface CertificateRenewal {
  /** How long a certificate lives. */
  readonly lifetime: Duration;
  /** How long before its end it is renewed. */
  readonly renewBefore: Duration;
}

/** Part of `renewBefore` that is left when a renewal is overdue: 21 of 30 days. Retries had 9 days until then. */
const OVERDUE = 7 / 10;
/** Part that is left when it has to be repaired at once: 7 of 30 days, a working week and a weekend. */
const URGENT = 7 / 30;
/** A new certificate, or a restart of cert-manager, takes minutes. */
const METRICS_OUTAGE = Duration.minutes(15);

/** Alerts that every application has: on the certificates in its namespace. */
export function commonAlerts(host: IAppHost, renewal: CertificateRenewal): Alert[] {
  // The urgent one first: its name is that of the alert on the missing series.
  return [
    expiring(host, renewal, { name: 'CertificateExpiring', part: URGENT, severity: AlertSeverity.CRITICAL }),
    expiring(host, renewal, { name: 'CertificateNotRenewed', part: OVERDUE, severity: AlertSeverity.WARNING }),
  ];
}

interface Threshold {
  readonly name: string;
  /** Part of `renewBefore` that is left. */
  readonly part: number;
  readonly severity: AlertSeverity;
}

function expiring(
  host: IAppHost,
  { lifetime, renewBefore }: CertificateRenewal,
  { name, part, severity }: Threshold,
): Alert {
  const left = Duration.seconds(Math.round(renewBefore.toSeconds() * part));
  const series = certificatesIn(host.namespace);
  return {
    name,
    expr: `min by (name) (${series}) - time() < ${left.toSeconds()}`,
    holdsFor: Duration.minutes(5),
    severity,
    summary: `certificate {{ $labels.name }} ends in {{ $value | humanizeDuration }}; of ${lifetime.toHumanString()} it should have been renewed ${renewBefore.toHumanString()} before its end, at which sites no longer trust each other`,
    onAge: true,
    absentSeries: series,
    absentFor: METRICS_OUTAGE,
  };
}

/**
 * The end of every certificate in a namespace. Unless cert-manager is scraped with `honorLabels`, `namespace` is that of
 * cert-manager itself, and the certificate's has become `exported_namespace`.
 */
function certificatesIn(namespace: string): string {
  const metric = 'certmanager_certificate_expiration_timestamp_seconds';
  return `${metric}{exported_namespace="${namespace}"} or ${metric}{namespace="${namespace}",exported_namespace=""}`;
}
