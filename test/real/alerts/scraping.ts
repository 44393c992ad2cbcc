import type { Scene } from './scene';

/** The PodMonitor of the application that scrapes some pods; undefined when there is none. */
export function podMonitorOf({ objects, app }: Scene, component: string): string | undefined {
  const monitor = objects.find(
    ({ kind, metadata, spec }) =>
      kind === 'PodMonitor' &&
      metadata.namespace === app.namespace &&
      (spec as { selector: { matchLabels: Record<string, string> } }).selector.matchLabels['app.kubernetes.io/name'] ===
        component,
  );
  return monitor && `PodMonitor ${monitor.metadata.name}`;
}

/** The prerequisite of the site by which somebody sees to a scrape; undefined when the plan asks nobody. */
export function prerequisiteOf({ app, fleet, site }: Scene, name: string, said: RegExp): string | undefined {
  const needs = [...app.prerequisites, ...fleet.prerequisites].filter((need) => need.site === site);
  const found = needs.find((need) => need.name === name && said.test(need.why));
  return found && `prerequisite ${found.name}`;
}

/** What Prometheus adds to every series of a pod that a PodMonitor selects. */
export function podLabels(namespace: string, pod: string, container: string): Record<string, string> {
  return {
    namespace,
    pod,
    container,
    instance: `${pod}:8080`,
    job: `${namespace}/${container}`,
  };
}
