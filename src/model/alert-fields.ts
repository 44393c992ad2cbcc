import { type EmittedField, fieldIn } from '../recovery/emitted-field';
import type { Alert } from './alert';
import type { IAppHost } from './app-host';

/** Which alert, of those of an application. */
export type NamedAlert = Pick<Alert, 'name' | 'objective' | 'sites'>;

/**
 * A field of an alert in each site that evaluates it. The other sites have a PrometheusRule of the same name without the alert.
 *
 * @param path below the rule, such as `for`
 */
export function alertFields(host: IAppHost, alert: NamedAlert, path: string, value: string | number): EmittedField[] {
  return groupFields(host, alert, `rules/${alert.name}/${path}`, value);
}

/** A field of the group of an alert, such as `interval`, in each site that evaluates it. */
export function groupFields(host: IAppHost, alert: NamedAlert, path: string, value: string | number): EmittedField[] {
  const sites = alert.sites ?? host.sites.map(({ name }) => name);
  const group = `${host.name}.${alert.objective ?? 'health'}`;
  return sites.map((site) =>
    fieldIn(site, 'PrometheusRule', `${host.name}-alerts`, `/spec/groups/${group}/${path}`, value),
  );
}
