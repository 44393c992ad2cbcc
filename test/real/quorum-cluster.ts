import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Deployment } from 'kubernetes-types/apps/v1';
import type { Synthesized } from 'cndr/testing';
import { CertificateAuthority } from './network/certificates';
import { namesSeenFrom } from './network/names';
import { RealProcess } from './network/process';
import { scriptArguments } from './network/scripts';
import { until } from './network/until';
import type { Wan } from './network/wan';
import { installedVersion } from './quorum-dialect';
import { type MemberSpec, memberOf } from './quorum-member';

/** What clients of a site connect with: the environment that the front end is given. */
export interface ClientEnvironment {
  readonly ETCDCTL_ENDPOINTS: string;
  readonly ETCDCTL_CACERT: string;
  readonly ETCDCTL_CERT: string;
  readonly ETCDCTL_KEY: string;
}

/** A line of `etcdctl member list`. */
export interface ListedMember {
  readonly id: string;
  readonly name: string;
  readonly peerUrl: string;
  readonly isLearner: boolean;
}

/** The real etcd of every site, started as the manifests say. */
export class EtcdCluster {
  public readonly version = installedVersion();

  private readonly authority: CertificateAuthority;
  private readonly processes = new Map<string, RealProcess>();

  constructor(
    private readonly wan: Wan,
    private readonly manifests: Synthesized,
    private readonly folder: string,
  ) {
    this.authority = new CertificateAuthority(path.join(folder, 'secrets'));
    for (const site of wan.names) {
      wan.setHosts(site, namesSeenFrom(site, manifests, wan));
      const certificates = manifests.allObjects(site).filter(({ kind }) => kind === 'Certificate');
      for (const certificate of certificates) {
        // That of the CA itself is the fleet's.
        if ((certificate.spec as { isCA?: boolean }).isCA !== true) this.authority.issue(site, certificate);
      }
    }
  }

  /** What the member of a site is started with. */
  public member(site: string, manifests: Synthesized = this.manifests): MemberSpec {
    const secret = (name: string) => this.authority.secret(site, name);
    return memberOf(site, manifests, this.version, { secret, volume: this.volume(site) });
  }

  /** Starts the member of a site, from other manifests if given. */
  public start(site: string, manifests: Synthesized = this.manifests): RealProcess {
    fs.mkdirSync(this.volume(site), { recursive: true });
    const { args } = this.member(site, manifests);
    const member = new RealProcess(`etcd in ${site}`, this.wan.spawn(site, 'etcd', args));
    this.processes.set(site, member);
    return member;
  }

  /** The running member of a site. */
  public process(site: string): RealProcess {
    return this.processes.get(site)!;
  }

  /** Empties the volume of a site. */
  public wipe(site: string): void {
    fs.rmSync(this.volume(site), { recursive: true, force: true });
  }

  /** Kills all members. */
  public async stop(): Promise<void> {
    await Promise.all([...this.processes.values()].map((process) => process.stop()));
  }

  /** What clients of a site connect with. */
  public clientEnvironment(site: string): ClientEnvironment {
    const { spec } = this.manifests.object(site, 'Deployment', 'front-end') as unknown as Deployment;
    const pod = spec?.template.spec;
    const app = pod?.containers.find(({ name }) => name === 'app');
    const secret = pod?.volumes?.find(({ name }) => name === 'workload-tls')?.secret?.secretName ?? '';
    const mountPath = app?.volumeMounts?.find(({ name }) => name === 'workload-tls')?.mountPath ?? '';
    const value = (name: keyof ClientEnvironment) =>
      (app?.env?.find((variable) => variable.name === name)?.value ?? '').replace(
        mountPath,
        this.authority.secret(site, secret),
      );
    return {
      ETCDCTL_ENDPOINTS: value('ETCDCTL_ENDPOINTS'),
      ETCDCTL_CACERT: value('ETCDCTL_CACERT'),
      ETCDCTL_CERT: value('ETCDCTL_CERT'),
      ETCDCTL_KEY: value('ETCDCTL_KEY'),
    };
  }

  /** Runs etcdctl as a client of a site. */
  public ctl(site: string, ...args: string[]): Promise<string> {
    return this.ctlAt(this.clientEnvironment(site).ETCDCTL_ENDPOINTS, site, ...args);
  }

  /** Runs etcdctl as a client of a site that dials another endpoint; etcdctl takes it from one place only. */
  public ctlAt(endpoint: string, site: string, ...args: string[]): Promise<string> {
    const environment = { ...this.clientEnvironment(site), ETCDCTL_ENDPOINTS: endpoint, ETCDCTL_API: '3' };
    return this.wan.run(site, 'etcdctl', args, environment);
  }

  /** True when the member of a site reads from the quorum. */
  public async answers(site: string): Promise<boolean> {
    try {
      await this.ctl(site, 'get', 'any', '--command-timeout=1s');
      return true;
    } catch {
      return false;
    }
  }

  /** Waits until a member leads, as these sites see it, and returns its site. */
  public leader(sites: string[] = this.wan.names, seconds: number = 30): Promise<string> {
    return until(`a leader in ${sites.join(', ')}`, seconds, async () => {
      const states = await Promise.all(
        sites.map(async (site) => ({ site, leads: (await this.status(site)).isLeader })),
      );
      return states.find(({ leads }) => leads)?.site;
    });
  }

  /** Hands the leadership to the member of a site. */
  public async moveLeader(site: string): Promise<void> {
    const leader = await this.leader();
    if (leader === site) return;
    const { id } = await this.status(site);
    await this.ctl(leader, 'move-leader', id);
    await until(`${site} leads`, 10, async () => (await this.status(site)).isLeader);
  }

  /** Members as a site sees them. */
  public async members(site: string): Promise<ListedMember[]> {
    const lines = (await this.ctl(site, 'member', 'list')).trim().split('\n');
    return lines.map((line) => {
      const [id = '', , name = '', peerUrl = '', , isLearner] = line.split(', ');
      return { id, name, peerUrl, isLearner: isLearner === 'true' };
    });
  }

  /** Values by key below a prefix, as the member of a site answers: `l` asks the quorum, `s` the member alone. */
  public async read(site: string, prefix: string, consistency: 'l' | 's'): Promise<Map<string, string>> {
    const lines = (await this.ctl(site, 'get', '--prefix', prefix, `--consistency=${consistency}`)).split('\n');
    const pairs = Array.from({ length: Math.floor(lines.length / 2) }, (_, index): [string, string] => [
      lines[2 * index]!,
      lines[2 * index + 1]!,
    ]);
    return new Map(pairs);
  }

  /** How long the member at a URL takes to answer a client of a site, in milliseconds. */
  public async roundTrip(site: string, endpoint: string): Promise<number> {
    const props = { ...this.clientEnvironment(site), ETCDCTL_ENDPOINTS: endpoint };
    const args = scriptArguments(path.join(__dirname, 'quorum-round-trip.ts'), props);
    return Number(await this.wan.run(site, process.execPath, args));
  }

  private async status(site: string): Promise<{ id: string; isLeader: boolean }> {
    const [, id = '', , , isLeader] = (await this.ctl(site, 'endpoint', 'status')).trim().split(', ');
    return { id, isLeader: isLeader === 'true' };
  }

  private volume(site: string): string {
    return path.join(this.folder, 'volumes', site);
  }
}
