import type { BarmanObjectStore } from '../../../src/kinds/barman-cloud';
import type { CnpgCluster } from '../../../src/kinds/cloudnative-pg';
import type { PrometheusRule } from '../../../src/kinds/monitoring';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, hubsOf, namespaceOf, sitesOf } from '../spec';
import { differs } from './quorum';

/** How far a copy may be behind is watched, and no two sites archive to the same place. */
export function copies(output: Output): string[] {
  return output.spec.apps
    .filter(({ pattern }) => pattern !== undefined)
    .flatMap((app) => [...watched(output, app), ...archives(output, app)]);
}

/** Nothing but an alert keeps a copy from falling behind: a bound without one is a wish. */
function watched(output: Output, app: AppSpec): string[] {
  const { rpo } = output.planned(app);
  if (rpo.boundSeconds === undefined || rpo.boundSeconds === 0) return [];
  const clusters = [...sitesOf(output.spec, app).map(({ name }) => name), ...hubsOf(app)];
  const rules = clusters.flatMap((cluster) =>
    output
      .ofKind<PrometheusRule>(cluster, 'PrometheusRule.monitoring.coreos.com')
      .flatMap(({ spec }) => spec.groups.flatMap((group) => group.rules)),
  );
  const alarms = Object.keys(output.resources(app.id, 'aws_cloudwatch_metric_alarm'));
  const own = rules.filter(({ labels }) => labels['dr_app'] === app.id && labels['dr_objective'] === 'rpo');
  return own.length > 0 || alarms.length > 0 ? [] : [`rpo of ${app.id} is finite, and no alert watches it`];
}

/** Where each site writes its log. */
function archives(output: Output, app: AppSpec): string[] {
  if (app.workload.kind !== 'postgresql') return [];
  const places = dataSitesOf(output.spec, app).flatMap(({ name }) =>
    output
      .ofKind<CnpgCluster>(name, 'Cluster.postgresql.cnpg.io', namespaceOf(app))
      .flatMap(({ spec }) => spec.plugins ?? [])
      .map(({ parameters }) => {
        const kind = 'ObjectStore.barmancloud.cnpg.io';
        const store = output.find<BarmanObjectStore>(
          name,
          kind,
          namespaceOf(app),
          parameters['barmanObjectName'] ?? '',
        );
        return `${store?.spec.configuration.destinationPath ?? 'nowhere'}/${parameters['serverName'] ?? ''}`;
      }),
  );
  return [
    ...differs('sites that archive', places.length, dataSitesOf(output.spec, app).length),
    ...differs('places of archives', new Set(places).size, places.length),
    ...places.filter((place) => place.startsWith('nowhere')).map((place) => `an archive is ${place}`),
  ];
}
