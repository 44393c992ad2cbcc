import type { JsonSchema } from './strict-schema';

/**
 * Values of built-in kinds that the API server refuses and its OpenAPI does not name: the enums, ranges and lengths of
 * its hand-written validation. Definition, then field; `[]` stands for each element of a list.
 */
const oneOf = (...values: string[]): JsonSchema => ({ enum: values });
const atLeast = (minimum: number): JsonSchema => ({ minimum });
const between = (minimum: number, maximum: number): JsonSchema => ({ minimum, maximum });
const notEmpty: JsonSchema = { minLength: 1 };
const port = between(1, 65535);
const protocol = oneOf('TCP', 'UDP', 'SCTP');
const fileMode = between(0, 0o777);
const inOrExists = oneOf('In', 'NotIn', 'Exists', 'DoesNotExist');
const onDelete = oneOf('RollingUpdate', 'OnDelete');

export const BUILTIN_LIMITS: Record<string, Record<string, JsonSchema>> = {
  // ---- pods ----
  'core.v1.PodSpec': {
    dnsPolicy: oneOf('ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'),
    preemptionPolicy: oneOf('PreemptLowerPriority', 'Never'),
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    activeDeadlineSeconds: atLeast(1),
    terminationGracePeriodSeconds: atLeast(0),
    containers: { minItems: 1 },
  },
  'core.v1.Container': {
    imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
    restartPolicy: oneOf('Always', 'OnFailure', 'Never'),
    terminationMessagePolicy: oneOf('File', 'FallbackToLogsOnError'),
  },
  'core.v1.ContainerPort': { containerPort: port, hostPort: port, protocol },
  'core.v1.Probe': {
    failureThreshold: atLeast(1),
    initialDelaySeconds: atLeast(0),
    periodSeconds: atLeast(1),
    successThreshold: atLeast(1),
    terminationGracePeriodSeconds: atLeast(1),
    timeoutSeconds: atLeast(1),
  },
  'core.v1.HTTPGetAction': { scheme: oneOf('HTTP', 'HTTPS') },
  'core.v1.GRPCAction': { port },
  'core.v1.SecurityContext': { procMount: oneOf('Default', 'Unmasked'), runAsUser: atLeast(0), runAsGroup: atLeast(0) },
  'core.v1.PodSecurityContext': {
    fsGroup: atLeast(0),
    fsGroupChangePolicy: oneOf('OnRootMismatch', 'Always'),
    runAsGroup: atLeast(0),
    runAsUser: atLeast(0),
    supplementalGroupsPolicy: oneOf('Merge', 'Strict'),
  },
  'core.v1.SeccompProfile': { type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined') },
  'core.v1.AppArmorProfile': { type: oneOf('Localhost', 'RuntimeDefault', 'Unconfined') },
  'core.v1.VolumeMount': {
    mountPath: notEmpty,
    mountPropagation: oneOf('None', 'HostToContainer', 'Bidirectional'),
    recursiveReadOnly: oneOf('Disabled', 'IfPossible', 'Enabled'),
  },
  'core.v1.EmptyDirVolumeSource': { medium: { pattern: '^(Memory|HugePages(-.+)?)?$' } },
  'core.v1.ConfigMapVolumeSource': { defaultMode: fileMode },
  'core.v1.SecretVolumeSource': { defaultMode: fileMode },
  'core.v1.ProjectedVolumeSource': { defaultMode: fileMode },
  'core.v1.DownwardAPIVolumeSource': { defaultMode: fileMode },
  'core.v1.KeyToPath': { key: notEmpty, mode: fileMode, path: notEmpty },
  'core.v1.ServiceAccountTokenProjection': { expirationSeconds: atLeast(600) },
  // ---- scheduling ----
  'core.v1.Toleration': {
    effect: oneOf('NoSchedule', 'PreferNoSchedule', 'NoExecute'),
    operator: oneOf('Exists', 'Equal'),
  },
  'core.v1.TopologySpreadConstraint': {
    maxSkew: atLeast(1),
    minDomains: atLeast(1),
    nodeAffinityPolicy: oneOf('Honor', 'Ignore'),
    nodeTaintsPolicy: oneOf('Honor', 'Ignore'),
    topologyKey: notEmpty,
    whenUnsatisfiable: oneOf('DoNotSchedule', 'ScheduleAnyway'),
  },
  'core.v1.PodAffinityTerm': { topologyKey: notEmpty },
  'core.v1.WeightedPodAffinityTerm': { weight: between(1, 100) },
  'core.v1.PreferredSchedulingTerm': { weight: between(1, 100) },
  'core.v1.NodeSelector': { nodeSelectorTerms: { minItems: 1 } },
  'core.v1.NodeSelectorRequirement': { operator: oneOf('In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt') },
  'scheduling.v1.PriorityClass': {
    preemptionPolicy: oneOf('PreemptLowerPriority', 'Never'),
    value: { maximum: 1_000_000_000 },
  },
  'meta.v1.LabelSelectorRequirement': { operator: inOrExists },
  // ---- Services and storage ----
  'core.v1.ServiceSpec': {
    externalTrafficPolicy: oneOf('Cluster', 'Local'),
    internalTrafficPolicy: oneOf('Cluster', 'Local'),
    'ipFamilies[]': oneOf('IPv4', 'IPv6'),
    ipFamilyPolicy: oneOf('SingleStack', 'PreferDualStack', 'RequireDualStack'),
    sessionAffinity: oneOf('None', 'ClientIP'),
    trafficDistribution: oneOf('PreferClose', 'PreferSameZone', 'PreferSameNode'),
    type: oneOf('ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'),
  },
  'core.v1.ServicePort': { nodePort: port, port, protocol },
  'core.v1.PersistentVolumeClaimSpec': {
    'accessModes[]': oneOf('ReadWriteOnce', 'ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOncePod'),
    volumeMode: oneOf('Filesystem', 'Block'),
  },
  'storage.v1.StorageClass': {
    provisioner: notEmpty,
    reclaimPolicy: oneOf('Delete', 'Retain'),
    volumeBindingMode: oneOf('Immediate', 'WaitForFirstConsumer'),
  },
  // ---- workloads ----
  'apps.v1.DeploymentSpec': {
    minReadySeconds: atLeast(0),
    progressDeadlineSeconds: atLeast(1),
    replicas: atLeast(0),
    revisionHistoryLimit: atLeast(0),
  },
  'apps.v1.DeploymentStrategy': { type: oneOf('Recreate', 'RollingUpdate') },
  'apps.v1.StatefulSetSpec': {
    minReadySeconds: atLeast(0),
    podManagementPolicy: oneOf('OrderedReady', 'Parallel'),
    replicas: atLeast(0),
    revisionHistoryLimit: atLeast(0),
  },
  'apps.v1.StatefulSetOrdinals': { start: atLeast(0) },
  'apps.v1.StatefulSetUpdateStrategy': { type: onDelete },
  'apps.v1.RollingUpdateStatefulSetStrategy': { partition: atLeast(0) },
  'apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy': {
    whenDeleted: oneOf('Retain', 'Delete'),
    whenScaled: oneOf('Retain', 'Delete'),
  },
  'apps.v1.DaemonSetUpdateStrategy': { type: onDelete },
  'batch.v1.JobSpec': {
    activeDeadlineSeconds: atLeast(0),
    backoffLimit: atLeast(0),
    completionMode: oneOf('NonIndexed', 'Indexed'),
    completions: atLeast(0),
    parallelism: atLeast(0),
    podReplacementPolicy: oneOf('TerminatingOrFailed', 'Failed'),
    ttlSecondsAfterFinished: atLeast(0),
  },
  'batch.v1.CronJobSpec': {
    concurrencyPolicy: oneOf('Allow', 'Forbid', 'Replace'),
    failedJobsHistoryLimit: atLeast(0),
    startingDeadlineSeconds: atLeast(0),
    successfulJobsHistoryLimit: atLeast(0),
  },
  'batch.v1.PodFailurePolicyRule': { action: oneOf('FailJob', 'FailIndex', 'Ignore', 'Count') },
  'batch.v1.PodFailurePolicyOnExitCodesRequirement': { operator: oneOf('In', 'NotIn'), values: { minItems: 1 } },
  // ---- availability ----
  'policy.v1.PodDisruptionBudgetSpec': { unhealthyPodEvictionPolicy: oneOf('IfHealthyBudget', 'AlwaysAllow') },
  'autoscaling.v2.HorizontalPodAutoscalerSpec': { maxReplicas: atLeast(1), minReplicas: atLeast(1) },
  'autoscaling.v2.MetricSpec': { type: oneOf('ContainerResource', 'External', 'Object', 'Pods', 'Resource') },
  'autoscaling.v2.MetricTarget': {
    averageUtilization: atLeast(1),
    type: oneOf('AverageValue', 'Utilization', 'Value'),
  },
  'autoscaling.v2.HPAScalingRules': {
    selectPolicy: oneOf('Disabled', 'Max', 'Min'),
    stabilizationWindowSeconds: between(0, 3600),
  },
  'autoscaling.v2.HPAScalingPolicy': {
    periodSeconds: between(1, 1800),
    type: oneOf('Percent', 'Pods'),
    value: atLeast(1),
  },
  // ---- network and access ----
  'networking.v1.NetworkPolicySpec': { 'policyTypes[]': oneOf('Ingress', 'Egress') },
  'networking.v1.NetworkPolicyPort': { endPort: port, protocol },
  'networking.v1.HTTPIngressPath': { pathType: oneOf('Exact', 'ImplementationSpecific', 'Prefix') },
  'networking.v1.ServiceBackendPort': { number: port },
  'rbac.v1.PolicyRule': { verbs: { minItems: 1 } },
  'rbac.v1.RoleRef': { kind: oneOf('ClusterRole', 'Role'), name: notEmpty },
  'rbac.v1.Subject': { kind: oneOf('Group', 'ServiceAccount', 'User'), name: notEmpty },
};
