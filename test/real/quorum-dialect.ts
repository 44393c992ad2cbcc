import { execFileSync } from 'node:child_process';

/** Something that is emitted for etcd 3.6, and what an older etcd calls it. */
export interface Renamed {
  readonly emitted: string;
  /** Version that knows it by this name. */
  readonly since: string;
  readonly older: string;
  readonly because: string;
}

/**
 * All that is translated besides paths and addresses. An argument that is not here and that the installed etcd does not know
 * ends it with `flag provided but not defined`.
 */
export const RENAMED: Renamed[] = [
  {
    emitted: '--peer-skip-client-san-verification=true',
    since: '3.6.0',
    older: '--experimental-peer-skip-client-san-verification=true',
    because: 'was experimental',
  },
  {
    emitted: '--feature-gates=InitialCorruptCheck=true',
    since: '3.6.0',
    older: '--experimental-initial-corrupt-check=true',
    because: 'was a flag of its own',
  },
  {
    emitted: '/readyz',
    since: '3.5.11',
    older: '/health?exclude=NOSPACE',
    because:
      'asks the quorum as well, but answers 503 after 1 s by itself, where /readyz leaves it to the prober to give up',
  },
];

/** Version of the etcd that is installed. */
export function installedVersion(): string {
  const found = /etcd Version: (\S+)/.exec(execFileSync('etcd', ['--version'], { encoding: 'utf8' }))?.[1];
  if (found === undefined) throw new Error('etcd --version names no version');
  return found;
}

/** The entries of the table that an etcd needs. */
export function renamedFor(version: string): Renamed[] {
  return RENAMED.filter(({ since }) => isOlder(version, since));
}

/** An argument or a path in the words of an etcd. */
export function inWordsOf(version: string, text: string): string {
  return renamedFor(version).find(({ emitted }) => emitted === text)?.older ?? text;
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) => text.split('.').map(Number));
  const different = [0, 1, 2].find((index) => left![index] !== right![index]);
  return different !== undefined && left![different]! < right![different]!;
}
