/**
 * A client of one site, run inside its network: begins a write at a steady pace, whatever became of the ones before, and
 * prints each outcome as a line of JSON. Speaks to etcd's JSON gateway, as there is no client library here.
 */
import * as fs from 'node:fs';
import * as https from 'node:https';

/** What the writer is started with. */
export interface WriterProps {
  readonly endpoint: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** Each key is written once: the prefix and a number. */
  readonly prefix: string;
  readonly everyMillis: number;
  /** How long the client waits for an answer. */
  readonly deadlineMillis: number;
}

/** What became of one write; times in milliseconds since the epoch. */
export interface WriteOutcome {
  readonly key: string;
  readonly value: string;
  readonly begun: number;
  readonly ended: number;
  /** False when the client does not know whether it was written. */
  readonly acknowledged: boolean;
  readonly why?: string;
}

function main(props: WriterProps): void {
  const agent = new https.Agent({
    ca: fs.readFileSync(props.ca),
    cert: fs.readFileSync(props.cert),
    key: fs.readFileSync(props.key),
    keepAlive: true,
  });
  let next = 0;
  setInterval(() => write(props, agent, String(next++)), props.everyMillis);
}

function write(props: WriterProps, agent: https.Agent, number: string): void {
  const begun = Date.now();
  const key = `${props.prefix}${number.padStart(8, '0')}`;
  let done = false;
  const end = (acknowledged: boolean, why?: string) => {
    if (done) return;
    done = true;
    const outcome: WriteOutcome = { key, value: number, begun, ended: Date.now(), acknowledged, why };
    process.stdout.write(`${JSON.stringify(outcome)}\n`);
  };
  const signal = AbortSignal.timeout(props.deadlineMillis);
  const request = https.request(`${props.endpoint}/v3/kv/put`, { method: 'POST', agent, signal }, (response) => {
    let body = '';
    response.on('data', (chunk) => (body += String(chunk)));
    response.on('end', () => end(response.statusCode === 200, response.statusCode === 200 ? undefined : body.trim()));
    response.on('error', (error) => end(false, error.message));
  });
  request.on('error', (error) => end(false, error.message));
  request.end(JSON.stringify({ key: inBase64(key), value: inBase64(number) }));
}

function inBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

if (require.main === module) main(JSON.parse(process.argv[2]!) as WriterProps);
