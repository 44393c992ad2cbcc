/** Prints how long a member of another site takes to answer, in milliseconds; run inside the network of a site. */
import * as fs from 'node:fs';
import * as https from 'node:https';
import type { ClientEnvironment } from './quorum-cluster';

const ATTEMPTS = 5;

async function main({
  ETCDCTL_ENDPOINTS,
  ETCDCTL_CACERT,
  ETCDCTL_CERT,
  ETCDCTL_KEY,
}: ClientEnvironment): Promise<void> {
  const [ca, cert, key] = [ETCDCTL_CACERT, ETCDCTL_CERT, ETCDCTL_KEY].map((file) => fs.readFileSync(file));
  const agent = new https.Agent({ ca, cert, key, keepAlive: true, maxSockets: 1 });
  const times: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const begun = performance.now();
    await answer(`${ETCDCTL_ENDPOINTS}/version`, agent);
    times.push(performance.now() - begun);
  }
  // All but the first run over a connection that is there already.
  process.stdout.write(String(Math.min(...times)));
  agent.destroy();
}

function answer(url: string, agent: https.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    https.get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

if (require.main === module) void main(JSON.parse(process.argv[2]!) as ClientEnvironment);
