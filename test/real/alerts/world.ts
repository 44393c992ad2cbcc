import { EXPORTERS } from './exporters';
import type { Change } from './proof';
import type { Scene } from './scene';
import { type Series, nameOf } from './series';

/** All series of the application that Prometheus of the site has while all is well. */
export function healthyWorld(scene: Scene): Series[] {
  return EXPORTERS.flatMap((exporter) => exporter.healthy(scene));
}

/** Series with some of them changed, and some added. */
export function changed(series: Series[], changes: Change[], added: Series[] = []): Series[] {
  for (const change of changes) {
    if (!series.some((one) => concerns(change, one))) throw new Error(`nothing is changed by ${nameOfChange(change)}`);
  }
  const others = series.map((one) => {
    const change = changes.find((candidate) => concerns(candidate, one));
    return change ? { ...one, values: change.values } : one;
  });
  const names = new Set(added.map(nameOf));
  return [...others.filter((one) => !names.has(nameOf(one))), ...added];
}

/** The same series of another application of the fleet; none where a series belongs to all of them. */
export function elsewhere({ app }: Scene, series: Series[]): Series[] {
  return series.flatMap((one) => {
    const labels = Object.fromEntries(
      Object.entries(one.labels).map(([label, value]) => {
        if (label.endsWith('namespace') && value === app.namespace) return [label, 'billing'];
        if (label === 'job') return [label, value.replace(`${app.name}-site-`, 'billing-site-')];
        if (label === 'schedule') return [label, value.replace(`${app.name}-`, 'billing-')];
        if (label === 'backup_location_name') return [label, value.replace('dr-', 'billing-')];
        return [label, label === 'remote_cluster' ? `not-${value}` : value];
      }),
    );
    const other = { ...one, labels };
    return nameOf(other) === nameOf(one) ? [] : [other];
  });
}

function concerns({ metric, where = {} }: Change, series: Series): boolean {
  return series.metric === metric && Object.entries(where).every(([label, value]) => series.labels[label] === value);
}

function nameOfChange({ metric, where = {} }: Change): string {
  return nameOf({ metric, labels: where });
}
