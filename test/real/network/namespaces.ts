import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';

const execFileAsync = promisify(execFile);

/** Everything is named after the process that made it, so that a later run knows what a killed one left behind. */
const NAME = /^cndr-(\d+)-/;
const HOSTS = '/etc/netns';

/** A set of network namespaces: what runs in them reaches nothing but the others. */
export class Namespaces {
  private readonly names: string[] = [];

  constructor() {
    removeLeftovers();
  }

  /** Makes a namespace with a loopback device. */
  public add(name: string): void {
    const full = fullName(name);
    ip('netns', 'add', full);
    this.names.push(full);
    ip('-n', full, 'link', 'set', 'lo', 'up');
    fs.mkdirSync(path.join(HOSTS, full), { recursive: true });
    // Whatever is not in its hosts file is unknown at once.
    fs.writeFileSync(path.join(HOSTS, full, 'resolv.conf'), 'nameserver 127.0.0.1\noptions attempts:1 timeout:1\n');
    this.setHosts(name, {});
  }

  /** Joins `eth0` of a namespace to a device of a router; both get an address. */
  public link(name: string, address: string, router: string, gateway: string, prefix: number): void {
    ip('link', 'add', 'eth0', 'netns', fullName(name), 'type', 'veth', 'peer', 'name', name, 'netns', fullName(router));
    ip('-n', fullName(router), 'addr', 'add', `${gateway}/${prefix}`, 'dev', name);
    ip('-n', fullName(router), 'link', 'set', name, 'up');
    this.addAddress(name, 'eth0', address, prefix);
    ip('-n', fullName(name), 'link', 'set', 'eth0', 'up');
    ip('-n', fullName(name), 'route', 'add', 'default', 'via', gateway);
  }

  /** Gives an address to a device of a namespace. */
  public addAddress(name: string, device: string, address: string, prefix: number): void {
    ip('-n', fullName(name), 'addr', 'add', `${address}/${prefix}`, 'dev', device);
  }

  /** What names mean in a namespace. */
  public setHosts(name: string, addresses: Record<string, string[]>): void {
    const lines = Object.entries(addresses).flatMap(([host, found]) => found.map((address) => `${address} ${host}`));
    fs.writeFileSync(path.join(HOSTS, fullName(name), 'hosts'), ['127.0.0.1 localhost', ...lines, ''].join('\n'));
  }

  /** Runs a program to its end and returns what it prints. */
  public async run(
    name: string,
    program: string,
    args: string[],
    env: Record<string, string | undefined> = {},
  ): Promise<string> {
    const { stdout } = await execFileAsync('ip', ['netns', 'exec', fullName(name), program, ...args], {
      env: { ...process.env, ...env },
      maxBuffer: 1 << 28,
      timeout: 60_000,
      killSignal: 'SIGKILL',
    });
    return stdout;
  }

  /** Runs a program to its end, without leaving the thread: for setting up, and for cuts. */
  public runNow(name: string, program: string, args: string[], input: string = ''): void {
    execFileSync('ip', ['netns', 'exec', fullName(name), program, ...args], { input, stdio: 'pipe' });
  }

  /** Starts a program that dies with this process. */
  public spawn(name: string, program: string, args: string[]): ChildProcess {
    const inside = ['setpriv', '--pdeathsig', 'KILL', program, ...args];
    return spawn('ip', ['netns', 'exec', fullName(name), ...inside], { stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Removes the namespaces; their processes have to be stopped before. */
  public destroy(): void {
    for (const name of this.names.splice(0)) remove(name);
  }
}

function fullName(name: string): string {
  return `cndr-${process.pid}-${name}`;
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: 'pipe' });
}

function remove(name: string): void {
  ip('netns', 'del', name);
  fs.rmSync(path.join(HOSTS, name), { recursive: true, force: true });
}

/** Namespaces of processes that no longer live. Their programs died with them. */
function removeLeftovers(): void {
  const names = ip('netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
  for (const name of names) {
    const owner = NAME.exec(name)?.[1];
    if (owner !== undefined && !fs.existsSync(`/proc/${owner}`)) remove(name);
  }
}
