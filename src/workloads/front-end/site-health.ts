import { createHash } from 'node:crypto';
import type { Container, VolumeMount } from 'kubernetes-types/core/v1';
import type { HealthEndpoint } from '../../model/workload';
import { restrictedContainer } from '../pods';

/** Port of the sidecar. */
export const SITE_HEALTH_PORT = 8081;

/** What the sidecar answers for. */
export interface SiteHealthProps {
  /** Public path that stands for the workload of the site. */
  readonly path: string;
  /** Host of the workload's health endpoint: a Service of the same cluster. */
  readonly host: string;
  readonly endpoint: HealthEndpoint;
  /** Directory with the `ca.crt` that proves the workload. */
  readonly tlsPath: string;
  /** Public path that stands for the front end, and what it leads to. */
  readonly frontEnd?: { readonly path: string; readonly port: number; readonly healthPath: string };
}

/**
 * Configuration of an nginx that answers 200 only while the workload of the site can serve: it asks the workload's own
 * deep health endpoint and passes on its answer. Connection, handshake, request and answer together take less than the 2 s that Route 53 waits for.
 */
export function siteHealthConfig(props: SiteHealthProps): string {
  return [
    // The image runs as its own user: everything it writes goes to /tmp, the only writable directory.
    'pid /tmp/nginx.pid;',
    'events {}',
    'http {',
    '  access_log off;',
    '  error_log stderr warn;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path /tmp/${kind};`),
    '  proxy_http_version 1.1;',
    '  proxy_connect_timeout 300ms;',
    '  proxy_send_timeout 300ms;',
    '  proxy_read_timeout 900ms;',
    // A second upstream attempt would not fit into the checker's patience.
    '  proxy_next_upstream off;',
    '  proxy_method GET;',
    '  proxy_pass_request_body off;',
    '  proxy_pass_request_headers off;',
    // A redirect counts as healthy for Route 53; of the workload only 200 is.
    '  proxy_intercept_errors on;',
    '  error_page 300 301 302 303 307 308 =503 /unhealthy;',
    '  server {',
    `    listen ${SITE_HEALTH_PORT};`,
    '    location = /live { return 204; }',
    '    location = /unhealthy { internal; return 503; }',
    `    location = ${props.path} {`,
    `      proxy_pass ${props.endpoint.tls ? 'https' : 'http'}://${props.host}:${props.endpoint.port}${props.endpoint.path};`,
    ...(props.endpoint.tls ? tlsLines(props) : []),
    '    }',
    ...frontEndLines(props),
    '    location / { return 404; }',
    '  }',
    '}',
    '',
  ].join('\n');
}

function tlsLines({ host, tlsPath }: SiteHealthProps): string[] {
  return [
    '      proxy_ssl_verify on;',
    '      proxy_ssl_verify_depth 3;',
    `      proxy_ssl_trusted_certificate ${tlsPath}/ca.crt;`,
    `      proxy_ssl_name ${host};`,
    '      proxy_ssl_server_name on;',
  ];
}

function frontEndLines({ frontEnd }: SiteHealthProps): string[] {
  if (!frontEnd) return [];
  return [`    location = ${frontEnd.path} { proxy_pass http://127.0.0.1:${frontEnd.port}${frontEnd.healthPath}; }`];
}

/** Changes with the configuration, which nginx reads at its start only. */
export function configDigest(config: string): string {
  return createHash('sha256').update(config).digest('hex').slice(0, 16);
}

/** The sidecar. Its own probes ask the sidecar only: a site whose workload is gone must not lose its front end as well. */
export function siteHealthContainer(image: string, certificates: VolumeMount[]): Container {
  const alive = { httpGet: { path: '/live', port: 'site-health' }, periodSeconds: 5, timeoutSeconds: 1 };
  return {
    name: 'site-health',
    image,
    command: ['nginx', '-c', '/site-health/nginx.conf', '-g', 'daemon off;'],
    ports: [{ name: 'site-health', containerPort: SITE_HEALTH_PORT }],
    readinessProbe: { ...alive, failureThreshold: 2 },
    livenessProbe: { ...alive, failureThreshold: 6 },
    resources: { requests: { cpu: '10m', memory: '32Mi' }, limits: { memory: '32Mi' } },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: 'site-health', mountPath: '/site-health', readOnly: true },
      { name: 'site-health-tmp', mountPath: '/tmp' },
      ...certificates,
    ],
  };
}
