import type { NetworkFence } from '../../kinds/csi-addons';
import type { IAppHost } from '../../model/app-host';
import type { RunbookStep } from '../../model/runbook';
import type { Site } from '../../model/site';
import { overlap, parseCidr } from '../../rules/cidr';
import { fail, fromManifest, stepTimeout, waitUntil } from '../shell';
import type { CsiAddonsSettings } from './props';

/*
 * A fence belongs to a site, not to an application: the storage stops serving its nodes. Applications that fence the same site
 * share the object, each with a label of its own, and the last one that is protected again lifts it. No fence is rendered: one
 * that said Unfenced would lift those of others whenever its controller starts.
 */

/** How long the storage may take to put addresses on its blocklist. */
const FENCE_SECONDS = 120;

/** Addresses of a site's nodes. */
export function fenceCidrs(site: Site, { fences }: CsiAddonsSettings): string[] {
  const stated = fences?.find((fence) => fence.site === site.name)?.cidrs;
  return stated ?? [site.nodeCidr ?? site.podCidr];
}

/** Why the fences would not stop the site that they are for, or would stop another one. */
export function fenceProblems(host: IAppHost, settings: CsiAddonsSettings): string[] {
  const names = host.dataSites.map(({ name }) => name);
  const unknown = (settings.fences ?? []).filter(({ site }) => !names.includes(site));
  return [
    ...unknown.map(
      ({ site }) =>
        `fences name site "${site}", which holds no data of the application; allowed are ${names.join(', ')}`,
    ),
    ...host.dataSites.flatMap((site) => {
      const cidrs = fenceCidrs(site, settings);
      if (cidrs.length === 0) return [`the fence of site ${site.name} has no addresses; give those of its nodes`];
      return cidrs.flatMap((cidr) => cidrProblems(host, site, cidr, settings));
    }),
  ];
}

function cidrProblems(host: IAppHost, site: Site, text: string, settings: CsiAddonsSettings): string[] {
  const cidr = parseCidr(text);
  if (!cidr) return [`the fence of site ${site.name} has "${text}", which is no IPv4 CIDR; write it as 10.0.10.0/24`];
  return host.fleet.sites
    .filter((other) => other.name !== site.name)
    .flatMap((other) => {
      const hit = [...fenceCidrs(other, settings), other.nodeCidr ?? other.podCidr].find((their) => {
        const range = parseCidr(their);
        return range && overlap(cidr, range);
      });
      return hit === undefined
        ? []
        : [
            `the fence of site ${site.name} has ${text}, which covers nodes of site ${other.name} (${hit}): a failover would stop both; give the addresses of the nodes of ${site.name} alone, in fences or nodeCidr`,
          ];
    });
}

/** Keeps the nodes of a site from the storage, whether the site can be reached or not. */
export function fence(host: IAppHost, from: Site, to: Site, settings: CsiAddonsSettings): RunbookStep {
  const manifest: NetworkFence = {
    apiVersion: 'csiaddons.openshift.io/v1alpha1',
    kind: 'NetworkFence',
    metadata: { name: fenceName(from), labels: { [fencedFor(host)]: 'true' } },
    spec: {
      driver: settings.provisioner,
      secret: { name: settings.secretName, namespace: settings.secretNamespace },
      parameters: { clusterID: settings.clusterId },
      cidrs: fenceCidrs(from, settings),
      fenceState: 'Fenced',
    },
  };
  return {
    name: `fence-${from.name}`,
    title: `keep the nodes of ${from.name} from the storage`,
    site: to,
    script: [
      ...fromManifest(
        `kubectl apply --server-side --force-conflicts --field-manager=runbook-${host.name} --filename=-`,
        manifest,
      ),
      ...waitUntil({
        until: `[ "$(kubectl get networkfence ${fenceName(from)} -o jsonpath='{.status.result}')" = Succeeded ]`,
        seconds: FENCE_SECONDS,
        otherwise: `the storage has not fenced ${from.name}: see the status of NetworkFence ${fenceName(from)}, and promote nothing before it is`,
      }),
    ].join('\n'),
    timeoutSeconds: stepTimeout(FENCE_SECONDS),
    permissions: [
      { apiGroup: GROUP, resources: [RESOURCE], verbs: ['create'], clusterScoped: true },
      {
        apiGroup: GROUP,
        resources: [RESOURCE],
        verbs: ['get', 'patch'],
        names: [fenceName(from)],
        clusterScoped: true,
      },
    ],
  };
}

/** Lets the nodes of a site use the storage again, once nothing there writes and no other application needs the fence. */
export function liftFence(host: IAppHost, active: Site, returned: Site): RunbookStep {
  const name = fenceName(returned);
  return {
    name: `lift-fence-${returned.name}`,
    title: `let the nodes of ${returned.name} use the storage again, unless another application still needs the fence`,
    site: active,
    script: [
      `found=$(kubectl get networkfence ${name} --ignore-not-found -o name)`,
      'if [ -z "$found" ]; then exit 0; fi',
      `kubectl label networkfence ${name} ${fencedFor(host)}-`,
      `labels=$(kubectl get networkfence ${name} -o jsonpath='{.metadata.labels}')`,
      `case "$labels" in *'"${FENCED}/'*) echo "other applications still need the fence of ${returned.name}: $labels" ;;`,
      `  *) kubectl delete networkfence ${name} --ignore-not-found --timeout=${FENCE_SECONDS}s || { ${fail(`the storage has not lifted the fence of ${returned.name}: see the status of NetworkFence ${name}`)}; } ;;`,
      'esac',
    ].join('\n'),
    timeoutSeconds: stepTimeout(FENCE_SECONDS),
    permissions: [
      {
        apiGroup: GROUP,
        resources: [RESOURCE],
        // `kubectl delete` waits for the finalizer, which takes the addresses from the blocklist.
        verbs: ['delete', 'get', 'list', 'patch', 'watch'],
        names: [name],
        clusterScoped: true,
      },
    ],
  };
}

const GROUP = 'csiaddons.openshift.io';
const RESOURCE = 'networkfences';
const FENCED = 'fenced.cndr';

function fenceName(site: Site): string {
  return `fence-${site.name}`;
}

function fencedFor(host: IAppHost): string {
  return `${FENCED}/${host.name}`;
}
