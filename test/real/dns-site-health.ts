import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Synthesized } from 'cndr/testing';
import { RealProcess } from './network/process';
import type { Wan } from './network/wan';
import { inWordsOf } from './quorum-dialect';

/** Starts the sidecar of a site that the load balancer's check ends at: nginx with the emitted configuration. */
export function startSiteHealth(
  wan: Wan,
  site: string,
  manifests: Synthesized,
  etcd: { readonly folder: string; readonly version: string },
): RealProcess {
  const folder = path.join(etcd.folder, 'site-health', site);
  fs.mkdirSync(folder, { recursive: true });
  const { data } = manifests.object(site, 'ConfigMap', 'site-health') as unknown as { data: Record<string, string> };
  const config = data['nginx.conf']!.replaceAll('/tmp/', `${folder}/`).replace(
    '/readyz',
    inWordsOf(etcd.version, '/readyz'),
  );
  const file = path.join(folder, 'nginx.conf');
  fs.writeFileSync(file, config);
  return new RealProcess(
    `nginx in ${site}`,
    wan.spawn(site, 'nginx', ['-e', 'stderr', '-p', folder, '-c', file, '-g', 'daemon off;']),
  );
}
