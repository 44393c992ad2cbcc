import type { IAppHost } from '../model/app-host';

/** The CronJob of the restore test, its account and its policy. */
export const DRILL = 'restore-drill';
/** ConfigMap in which a test writes down how it ended. */
export const DRILL_RESULT = 'dr-drill-result';
/** Namespaces are DNS labels. */
export const LONGEST_NAMESPACE = 63;

/** Namespace that backups are restored into, beside that of the application. */
export function drillNamespace({ namespace }: IAppHost): string {
  return `${namespace}-drill`;
}

/** Labels of the pod that runs the test. */
export function drillLabels(app: string): Record<string, string> {
  return { 'app.kubernetes.io/name': DRILL, 'app.kubernetes.io/instance': app };
}

/** Labels of the pods that look into restored volumes. */
export function lookLabels(app: string): Record<string, string> {
  return { 'app.kubernetes.io/name': `${DRILL}-look`, 'app.kubernetes.io/instance': app };
}
