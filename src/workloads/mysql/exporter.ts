import type { Container, PodSecurityContext, SecurityContext } from 'kubernetes-types/core/v1';
import { METRICS_PORT, SQL_PORT } from './names';
import type { MysqlSettings } from './settings';

/** User and group of all of Percona's images for this operator. */
export const PERCONA_USER = 1001;
/** User of the operator for checks; it reads the status of everything. */
export const MONITOR_USER = 'monitor';

/** What every pod of the operator may do: nothing of the node. Its scripts write into their images, so that these stay writable. */
export function podSecurity(): PodSecurityContext {
  return {
    runAsNonRoot: true,
    runAsUser: PERCONA_USER,
    runAsGroup: PERCONA_USER,
    fsGroup: PERCONA_USER,
    supplementalGroups: [PERCONA_USER],
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The same for its containers. */
export function containerSecurity(): SecurityContext {
  return { allowPrivilegeEscalation: false, runAsNonRoot: true, capabilities: { drop: ['ALL'] } };
}

/** The metrics of a node, beside it. */
export function exporter({ exporterImage, usersSecret }: MysqlSettings): Container {
  return {
    name: 'metrics',
    image: exporterImage,
    args: [
      `--mysqld.address=127.0.0.1:${SQL_PORT}`,
      `--mysqld.username=${MONITOR_USER}`,
      `--web.listen-address=:${METRICS_PORT}`,
      '--collect.global_status',
      '--collect.global_variables',
      '--collect.slave_status',
    ],
    env: [
      {
        name: 'MYSQLD_EXPORTER_PASSWORD',
        valueFrom: { secretKeyRef: { name: usersSecret, key: MONITOR_USER } },
      },
    ],
    ports: [{ name: 'metrics', containerPort: METRICS_PORT }],
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '128Mi' } },
    securityContext: { ...containerSecurity(), readOnlyRootFilesystem: true },
  };
}
