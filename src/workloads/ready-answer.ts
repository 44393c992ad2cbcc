import type { Container, Volume } from 'kubernetes-types/core/v1';
import { restrictedContainer } from './pods';

const IMAGE = 'nginxinc/nginx-unprivileged:1.29-alpine';
const TMP = 'answer-tmp';

/** Path that is answered. */
export const READY_PATH = '/ready';
/** Port of the container, for probes and Services. */
export const READY_PORT_NAME = 'ready';

/** What a pod needs to answer 200 over HTTP for as long as all its containers are ready, and Services lead to it. */
export interface ReadyAnswer {
  /** Goes into the ConfigMap. */
  readonly data: Record<string, string>;
  readonly container: Container;
  readonly volumes: Volume[];
}

/**
 * A container that always says yes: what matters is whether anybody is there to ask, since a pod whose other containers are
 * not ready is in no Service.
 */
export function readyAnswer(configMap: string, port: number): ReadyAnswer {
  return {
    data: { 'nginx.conf': config(port) },
    container: {
      name: 'answer',
      image: IMAGE,
      command: ['nginx', '-c', `/${configMap}/nginx.conf`, '-e', 'stderr', '-g', 'daemon off;'],
      ports: [{ name: READY_PORT_NAME, containerPort: port }],
      resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '32Mi' } },
      securityContext: restrictedContainer(),
      volumeMounts: [
        { name: configMap, mountPath: `/${configMap}`, readOnly: true },
        { name: TMP, mountPath: '/tmp' },
      ],
    },
    volumes: [
      { name: configMap, configMap: { name: configMap } },
      { name: TMP, emptyDir: { sizeLimit: '16Mi' } },
    ],
  };
}

function config(port: number): string {
  return [
    'pid /tmp/nginx.pid;',
    'events {}',
    'http {',
    '  access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path /tmp/${kind};`),
    `  server { listen ${port}; location = ${READY_PATH} { return 200; } location / { return 404; } }`,
    '}',
    '',
  ].join('\n');
}
