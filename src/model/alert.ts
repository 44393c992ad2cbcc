import type { Duration } from 'cdk8s';

/** How loud an alert is. */
export enum AlertSeverity {
  /** Somebody has to act now. */
  CRITICAL = 'critical',
  /** Somebody has to look today. */
  WARNING = 'warning',
}

/** A Prometheus alert that a part of the application asks for. */
export interface Alert {
  /** CamelCase name, unique in the application. */
  readonly name: string;
  /** PromQL expression over series that the part itself makes. */
  readonly expr: string;
  /** How long the expression must hold before the alert fires. */
  readonly holdsFor: Duration;
  /** How loud it is. */
  readonly severity: AlertSeverity;
  /** What is wrong, for whoever is woken up. */
  readonly summary: string;
  /**
   * Objective that is in danger: `rpo` or `rto`.
   *
   * @default - none directly
   */
  readonly objective?: string;
  /**
   * True when the expression compares an age with a limit; then `absentSeries` is required, since a series that was
   * never written makes such an alert silent.
   *
   * @default false
   */
  readonly onAge?: boolean;
  /**
   * Selector whose absence is an alert of its own (`<name>Absent`), such as `up{job="x"}`.
   *
   * @default - no twin
   */
  readonly absentSeries?: string;
  /**
   * How long the series may be missing before the twin fires.
   *
   * @default - as `holdsFor`
   */
  readonly absentFor?: Duration;
  /**
   * Names of the sites whose Prometheus evaluates it, twin included.
   *
   * @default - all sites of the application, the witness included
   */
  readonly sites?: string[];
}

/** An alarm that does not run in Prometheus, such as one of CloudWatch, and that calls somebody. */
export interface CloudAlarm {
  /** Name of the site that it is about. */
  readonly site: string;
  /** Name of the alarm. */
  readonly name: string;
  /** Objective that is in danger: `rpo` or `rto`. */
  readonly objective: string;
}

/** Where Prometheus scrapes a part of the application, inside each site. */
export interface ScrapeTarget {
  /** Name of the PodMonitor. */
  readonly name: string;
  /** Labels of the pods. */
  readonly podLabels: Record<string, string>;
  /** Name of the container port. */
  readonly port: string;
  /** HTTP path of the metrics. */
  readonly path: string;
  /**
   * Certificate Secret (keys `ca.crt`) that proves the target; the scrape then uses TLS.
   *
   * @default - plain HTTP
   */
  readonly caSecret?: string;
  /**
   * Name in the target's certificate.
   *
   * @default - the pod's address
   */
  readonly serverName?: string;
}
