import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  describeObject,
  groupKind,
  type KubeObject,
  nameOf,
  namespaceOf as namespaceOfObject,
} from '../../conformance/kube-object';
import { differs } from './quorum';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, hubsOf, sitesOf, type SiteSpec } from '../spec';

/** What only one site has: the Jobs that set a database up, and what they need. */
const ONCE =
  /^(Job\.batch cockroachdb-(init|sql)-|NetworkPolicy\S+ cockroachdb-bootstrap|Certificate\S+ cockroachdb-root|\S+ cassandra-setup|K8ssandraCluster)/;

/** What serves clients, or keeps their data. */
const SERVES = /^(Deployment|HTTPRoute|Ingress|CronJob|Schedule|HorizontalPodAutoscaler)\./;

/** The same objects under the same names in every site of the same role; where a name must differ, it names a site. */
export function sameNames(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const sites = dataSitesOf(output.spec, app).filter(({ name }) => name !== app.activeSite);
    const [first, ...others] = sites.map((site) => namesIn(output, app, site));
    return others.flatMap((names, index) => differs(`objects of ${app.id} in ${sites[index + 1]!.name}`, names, first));
  });
}

function namesIn(output: Output, app: AppSpec, site: SiteSpec): string[] {
  const names = output.objects(site.name, app.id).map((object) => general(site, object));
  const own = names.filter((name) => !ONCE.test(name));
  const alike = app.pattern === undefined ? own : own.map((name) => withoutSites(output, name));
  return [...new Set(alike)].sort();
}

/** Sites that are told of each other have objects that are named after sites. */
function withoutSites({ spec: { fleet } }: Output, name: string): string {
  const names = fleet.sites.map((site) => site.name).sort((one, two) => two.length - one.length);
  return names.reduce((text, site) => text.replace(new RegExp(`(?<![a-z0-9])${site}(?![a-z0-9])`, 'g'), 'SITE'), name);
}

function general(site: SiteSpec, object: KubeObject): string {
  const zone =
    groupKind(object) === 'StatefulSet.apps'
      ? site.zones.find((each) => nameOf(object).endsWith(`-${each}`))
      : undefined;
  const bySite =
    groupKind(object) === 'Schedule.velero.io'
      ? nameOf(object).replace(new RegExp(`-${site.name}$`), '-SITE')
      : nameOf(object);
  const name = zone === undefined ? bySite : bySite.replace(new RegExp(`-${zone}$`), '-ZONE');
  return `${groupKind(object)} ${name} ${namespaceOfObject(object) ?? ''}`;
}

/** What a site is for decides what it gets: nothing where the application is not, and only voters where it serves nobody. */
export function places(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const witness = sitesOf(output.spec, app).filter(({ name }) => name === app.witnessSite);
    const serves = witness.flatMap(({ name }) =>
      output.objects(name, app.id).filter((object) => SERVES.test(groupKind(object))),
    );
    return [
      ...differs(
        `clusters of ${app.id}`,
        output.clusters.filter((cluster) => output.objects(cluster, app.id).length > 0),
        [...sitesOf(output.spec, app).map(({ name }) => name), ...hubsOf(app)].sort(),
      ),
      ...differs(`what serves in the witness of ${app.id}`, serves.map(describeObject), []),
    ];
  });
}

/** Nothing in the output tells where, when or in which order it was made. */
export function placeless(output: Output): string[] {
  return [...output.files].flatMap(([path, content]) =>
    content.includes(join(tmpdir(), 'cndr-')) ||
    content.includes(process.cwd()) ||
    /\$\{TfToken|\[object Object\]/.test(content)
      ? [`${path} holds a trace of its making`]
      : [],
  );
}
