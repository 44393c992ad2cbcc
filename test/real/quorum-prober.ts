/** In the place of kubelet, inside the network of a site: probes a member and prints each result as a line of JSON. */
import * as http from 'node:http';

/** What the prober is started with: the fields of the readiness probe. */
export interface ProberProps {
  readonly url: string;
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

/** One probe, and what kubelet thinks of the pod after it; times in milliseconds since the epoch. */
export interface ProbeOutcome {
  readonly begun: number;
  readonly ended: number;
  readonly passed: boolean;
  readonly ready: boolean;
}

async function main(props: ProberProps): Promise<void> {
  let ready = false;
  let failures = 0;
  for (let due = Date.now(); ;) {
    const begun = Date.now();
    const passed = await probe(props.url, props.timeoutSeconds * 1000);
    failures = passed ? 0 : failures + 1;
    ready = passed || (ready && failures < props.failureThreshold);
    const outcome: ProbeOutcome = { begun, ended: Date.now(), passed, ready };
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
    // One probe at a time; a tick that was missed meanwhile is made up for at once, but only one.
    due = Math.max(due + props.periodSeconds * 1000, Date.now());
    await new Promise((resolve) => setTimeout(resolve, due - Date.now()));
  }
}

/** As kubelet: a new connection each time; any answer from 200 to 399 is a success. */
function probe(url: string, timeoutMillis: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.get(url, { agent: false, signal: AbortSignal.timeout(timeoutMillis) }, (response) => {
      response.resume();
      resolve(response.statusCode! >= 200 && response.statusCode! < 400);
    });
    request.on('error', () => resolve(false));
  });
}

if (require.main === module) void main(JSON.parse(process.argv[2]!) as ProberProps);
