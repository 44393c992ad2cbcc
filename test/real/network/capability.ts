import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** `describe` for tests that need network namespaces and programs: where these cannot be had it fails in CI, and says so elsewhere. */
export function describeWithSites(title: string, programs: string[], body: () => void): void {
  const reason = whyNot(programs);
  if (reason === undefined) {
    describe(title, body);
  } else if (process.env.CNDR_CI === '1') {
    describe(title, () => {
      it('has what it needs', () => {
        throw new Error(reason);
      });
    });
  } else {
    process.stderr.write(`\n*** NOT TESTED: ${title}\n*** ${reason}\n\n`);
    describe.skip(title, body);
  }
}

function whyNot(programs: string[]): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'network namespaces need Linux and root';
  const missing = ['ip', 'nft', 'openssl', 'setpriv', ...programs].filter((program) => !isInstalled(program));
  if (missing.length > 0) return `not installed: ${missing.join(', ')} (.ci/run lists the Debian packages)`;
  return whyNoNamespace();
}

function isInstalled(program: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
}

/** Containers often have root without the rights to make a namespace, or a kernel without nftables. */
function whyNoNamespace(): string | undefined {
  const name = `cndr-${process.pid}-${randomUUID().slice(0, 8)}`;
  try {
    execFileSync('ip', ['netns', 'add', name], { stdio: 'pipe' });
    try {
      execFileSync('ip', ['netns', 'exec', name, 'nft', 'add table inet cndr'], { stdio: 'pipe' });
    } finally {
      execFileSync('ip', ['netns', 'del', name], { stdio: 'pipe' });
    }
    return undefined;
  } catch (error) {
    return `no network namespace with nftables can be made: ${String(error)}`;
  }
}
