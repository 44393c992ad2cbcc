import type { WorkflowTemplate } from '../../../src/kinds/argo';
import type { Output } from '../output';
import { type AppSpec, dataSitesOf, namespaceOf, passiveSitesOf, sitesOf } from '../spec';
import { differs } from './quorum';

interface Check {
  readonly type: string;
  readonly resource_path?: string;
  readonly fqdn?: string;
  readonly routing_control_arn?: string;
  readonly child_healthchecks?: string[];
  readonly child_health_threshold?: number;
}

/** With one active site each site has a latch of its own, which alone takes it out, and which runbooks close and open. */
export function latch(output: Output): string[] {
  return output.spec.apps.flatMap((app) => {
    const checks = output.resources(app.id, 'aws_route53_health_check') as unknown as Record<string, Check>;
    const latches = Object.entries(checks).filter(([id]) => id.endsWith('_latch'));
    const expected = app.pattern === 'activePassive' && app.hostname !== undefined ? dataSitesOf(output.spec, app) : [];
    const ends = latches.map(
      ([, { fqdn = '', resource_path: path = '', routing_control_arn: arn }]) => arn ?? fqdn + path,
    );
    return [
      ...differs(
        'latches',
        latches.map(([id]) => id).sort(),
        expected.map(({ name }) => `health-${name}_latch`).sort(),
      ),
      ...differs('what latches look at', new Set(ends).size, ends.length),
      ...expected.flatMap(({ name }) => [...takesOut(checks, name), ...moved(output, app, name)]),
    ];
  });
}

/** Records depend on checks that are healthy only while all children are. */
function takesOut(checks: Record<string, Check>, site: string): string[] {
  const parents = Object.entries(checks).filter(([id]) => id.startsWith(`health-${site}_all`));
  const child = `\${aws_route53_health_check.health-${site}_latch.id}`;
  return [
    ...(parents.length > 0 ? [] : [`no check puts the latch of ${site} together with its health`]),
    ...parents.flatMap(([id, { child_healthchecks: children = [], child_health_threshold: threshold }]) => [
      ...(children.includes(child) ? [] : [`${id} does not look at the latch`]),
      ...differs(`threshold of ${id}`, threshold, children.length),
    ]),
  ];
}

/** Whoever takes over closes the latch of the site that gives up before opening its own. */
function moved(output: Output, app: AppSpec, site: string): string[] {
  const passive = passiveSitesOf(output.spec, app).map(({ name }) => name);
  const others = sitesOf(output.spec, app).filter(
    ({ name }) => name !== site && (passive.includes(site) ? name === app.activeSite : true),
  );
  return others.flatMap(({ name: to }) =>
    ['failover', 'switchover'].flatMap((kind) => {
      const workflow = `${app.id}-${kind}-${site}-to-${to}`;
      const group = 'WorkflowTemplate.argoproj.io';
      const found = output.find<WorkflowTemplate>(to, group, namespaceOf(app), workflow);
      const names = (found?.spec.templates ?? []).flatMap((each) =>
        'steps' in each ? each.steps.flat().map(({ name }) => name) : [],
      );
      const [closed, opened] = [names.indexOf(`close-latch-${site}`), names.indexOf(`open-latch-${to}`)];
      return closed >= 0 && closed < opened ? [] : [`${workflow} does not move the clients`];
    }),
  );
}
