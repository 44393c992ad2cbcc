import type { LabelSelector } from 'kubernetes-types/meta/v1';
import type { Metadata } from './kubernetes';

/** One alerting rule. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

/** monitoring.coreos.com/v1 PrometheusRule, as in prometheus-operator v0.93.0. */
export interface PrometheusRule {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PrometheusRule';
  readonly metadata: Metadata;
  readonly spec: {
    readonly groups: { readonly name: string; readonly interval: string; readonly rules: AlertRule[] }[];
  };
}

/** monitoring.coreos.com/v1 PodMonitor. */
export interface PodMonitor {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'PodMonitor';
  readonly metadata: Metadata;
  readonly spec: {
    readonly selector: LabelSelector;
    readonly podMetricsEndpoints: {
      readonly port: string;
      readonly path: string;
      readonly interval: string;
      readonly scrapeTimeout: string;
      readonly scheme: 'http' | 'https';
      readonly tlsConfig?: {
        readonly ca: { readonly secret: { readonly name: string; readonly key: string } };
        readonly serverName?: string;
      };
    }[];
  };
}

/** monitoring.coreos.com/v1 Probe: has a blackbox exporter ask for addresses. */
export interface Probe {
  readonly apiVersion: 'monitoring.coreos.com/v1';
  readonly kind: 'Probe';
  readonly metadata: Metadata;
  readonly spec: {
    /** Label `job` of the series. */
    readonly jobName: string;
    readonly interval: string;
    /** At most the interval. */
    readonly scrapeTimeout: string;
    readonly module: string;
    readonly prober: { readonly url: string };
    readonly targets: { readonly staticConfig: { readonly static: string[] } };
  };
}

export type MonitoringObject = Probe | PodMonitor | PrometheusRule;
