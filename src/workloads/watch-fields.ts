import { Duration } from 'cdk8s';
import { durationText } from '../kinds/duration';
import { type NamedAlert, groupFields } from '../model/alert-fields';
import type { IAppHost } from '../model/app-host';
import { type EmittedField, fieldOf } from '../recovery/emitted-field';

/** How often the pods of a workload are asked for their metrics, as src/observability emits it. */
export const SCRAPE = Duration.seconds(15);
/** How often alerts are evaluated. */
export const EVALUATION = Duration.seconds(30);

/**
 * Where the output says how soon an alert sees something.
 *
 * @param target name of the scrape target that brings its series
 */
export function watchFields(host: IAppHost, alert: NamedAlert, target: string): EmittedField[] {
  return [
    fieldOf('PodMonitor', target, '/spec/podMetricsEndpoints/0/interval', durationText(SCRAPE)),
    ...groupFields(host, alert, 'interval', durationText(EVALUATION)),
  ];
}
