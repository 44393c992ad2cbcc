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

export type MonitoringObject = PodMonitor | PrometheusRule;
