import type { Metadata } from './kubernetes';

/** multicluster.x-k8s.io ServiceExport: MCS API v0.5.0; v1alpha1 is the version that Submariner 0.18 serves. */
export interface ServiceExport {
  readonly apiVersion: 'multicluster.x-k8s.io/v1alpha1';
  readonly kind: 'ServiceExport';
  readonly metadata: Metadata;
}

export type MultiClusterObject = ServiceExport;
