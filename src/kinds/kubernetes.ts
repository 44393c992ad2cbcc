/** Built-in kinds are typed by `kubernetes-types`: types only, nothing at run time. */
import type { Deployment, StatefulSet } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { CronJob, Job } from 'kubernetes-types/batch/v1';
import type { ConfigMap, Namespace, Service, ServiceAccount } from 'kubernetes-types/core/v1';
import type { ObjectMeta } from 'kubernetes-types/meta/v1';
import type { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding } from 'kubernetes-types/rbac/v1';
import type { ArgoObject } from './argo';
import type { BarmanCloudObject } from './barman-cloud';
import type { CertManagerObject } from './cert-manager';
import type { CloudNativePgObject } from './cloudnative-pg';
import type { CockroachDbObject } from './cockroachdb';
import type { CsiAddonsObject } from './csi-addons';
import type { GatewayApiObject } from './gateway-api';
import type { K8ssandraObject } from './k8ssandra';
import type { MonitoringObject } from './monitoring';
import type { MultiClusterObject } from './multicluster';
import type { PerconaXtraDbObject } from './percona-xtradb';
import type { RamenObject } from './ramen';
import type { StrimziObject } from './strimzi';
import type { SubmarinerObject } from './submariner';
import type { VeleroObject } from './velero';
import type { VolSyncObject } from './volsync';

/** Metadata as we write it: every object has its own name, none is generated from a construct path. */
export type Metadata = ObjectMeta & { name: string };

/** A built-in kind with the fields that the upstream types leave optional and an object cannot do without. */
type Complete<T extends { apiVersion?: string; kind?: string }> = Omit<
  T,
  'apiVersion' | 'kind' | 'metadata' | 'status'
> & {
  apiVersion: NonNullable<T['apiVersion']>;
  kind: NonNullable<T['kind']>;
  metadata: Metadata;
};

type BuiltInObject =
  | Complete<ClusterRole>
  | Complete<ClusterRoleBinding>
  | Complete<ConfigMap>
  | Complete<CronJob>
  | Complete<Deployment>
  | Complete<HorizontalPodAutoscaler>
  | Complete<Ingress>
  | Complete<Job>
  | Complete<Namespace>
  | Complete<NetworkPolicy>
  | Complete<PodDisruptionBudget>
  | Complete<Role>
  | Complete<RoleBinding>
  | Complete<Service>
  | Complete<ServiceAccount>
  | Complete<StatefulSet>;

/** Every object that the library writes. */
export type KubernetesObject =
  | BuiltInObject
  | ArgoObject
  | BarmanCloudObject
  | CertManagerObject
  | CloudNativePgObject
  | CockroachDbObject
  | CsiAddonsObject
  | GatewayApiObject
  | K8ssandraObject
  | MonitoringObject
  | MultiClusterObject
  | PerconaXtraDbObject
  | RamenObject
  | StrimziObject
  | SubmarinerObject
  | VeleroObject
  | VolSyncObject;
