import type { Deployment } from 'kubernetes-types/apps/v1';
import type { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import type { CronJob } from 'kubernetes-types/batch/v1';
import type { PodDisruptionBudget } from 'kubernetes-types/policy/v1';
import { parseQuantity } from '../../conformance/quantity';
import { differs } from './quorum';
import type { Output } from '../output';
import { type Pods, podsIn, selects } from './workload-pods';
import { type AppSpec, namespaceOf, sitesOf, type SiteSpec } from '../spec';

/** Pods can start, are not evicted all at once, and do not share a machine. */
export function pods(output: Output): string[] {
  return output.spec.apps.flatMap((app) =>
    sitesOf(output.spec, app).flatMap((site) =>
      [
        ...podsIn(output, site.name, namespaceOf(app)).flatMap((each) =>
          [...ports(each), ...memory(each), ...apart(output, site, each)].map((why) => `${each.owner}: ${why}`),
        ),
        ...deadlines(output, app, site),
        ...scaled(output, app, site),
      ].map((complaint) => `${site.name} ${complaint}`),
    ),
  );
}

/** Containers of a pod share its addresses. */
function ports({ spec }: Pods): string[] {
  const numbers = spec.containers.flatMap((container) =>
    (container.ports ?? []).map(({ containerPort }) => containerPort),
  );
  return differs('ports of its containers', new Set(numbers).size, numbers.length);
}

const BYTE = 1_000_000_000n;

/** A limit of 0 is none, and parts of bytes are rounded with a warning. */
function memory({ spec }: Pods): string[] {
  return spec.containers.flatMap(({ name, resources }) => {
    const limit = parseQuantity(resources?.limits?.['memory'] ?? 1) ?? 0n;
    return limit > 0n && limit % BYTE === 0n ? [] : [`container ${name} has ${String(limit)} billionths of a byte`];
  });
}

function apart(output: Output, site: SiteSpec, { owner, namespace, labels, spec }: Pods): string[] {
  if (!/^(StatefulSet|Deployment|CrdbCluster) /.test(owner)) return [];
  const budgets = output
    .ofKind<PodDisruptionBudget>(site.name, 'PodDisruptionBudget.policy', namespace)
    .filter((budget) => selects(budget.spec?.selector?.matchLabels, labels));
  const terms = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const keepsApart = terms.some(
    ({ topologyKey, labelSelector }) =>
      topologyKey === 'kubernetes.io/hostname' && selects(labelSelector?.matchLabels, labels),
  );
  // The operator makes a budget of its own, and a second one would stop every eviction.
  const expected = owner.startsWith('CrdbCluster') ? 0 : 1;
  return [
    ...differs('disruption budgets', budgets.length, expected),
    ...(keepsApart || owner.startsWith('Deployment') ? [] : ['its pods may share a machine']),
  ];
}

/** A deadline of 0 s ends every run before it begins. */
function deadlines(output: Output, app: AppSpec, site: SiteSpec): string[] {
  return output.ofKind<CronJob>(site.name, 'CronJob.batch', namespaceOf(app)).flatMap(({ metadata, spec }) => {
    const { activeDeadlineSeconds: seconds = 1 } = spec?.jobTemplate.spec ?? {};
    return Number.isInteger(seconds) && seconds >= 1 ? [] : [`CronJob ${metadata?.name ?? ''} ends after ${seconds} s`];
  });
}

/** Utilization is a part of what is asked for: of nothing there is none. */
function scaled(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const scalers = output.ofKind<HorizontalPodAutoscaler>(
    site.name,
    'HorizontalPodAutoscaler.autoscaling',
    namespaceOf(app),
  );
  return scalers.flatMap(({ spec }) => {
    const target = output.find<Deployment>(
      site.name,
      'Deployment.apps',
      namespaceOf(app),
      spec?.scaleTargetRef.name ?? '',
    );
    const containers = target?.spec?.template.spec?.containers ?? [];
    return containers.flatMap(({ name, resources }) =>
      (parseQuantity(resources?.requests?.['cpu']) ?? 0n) > 0n
        ? []
        : [`container ${name} asks for no CPU and is scaled by it`],
    );
  });
}
