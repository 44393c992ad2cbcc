import { durationProblems } from './check-duration';
import type { CustomSettings } from './settings';

const LONGEST_SECONDS = 60;

/** Why the question about health says nothing, or cannot be asked: one message each. */
export function healthProblems({ health }: CustomSettings): string[] {
  const { path, command, period, timeout } = health;
  return [
    ...questionProblems(path, command),
    ...durationProblems('health.period', period),
    ...durationProblems('health.timeout', timeout),
    ...(period.toSeconds({ integral: false }) > LONGEST_SECONDS
      ? [
          `custom health.period is ${period.toSeconds({ integral: false })} s; allowed are at most ${LONGEST_SECONDS} s, as clients go on being sent to a dead workload for two of them; lower it`,
        ]
      : []),
  ];
}

function questionProblems(path: string | undefined, command: string[] | undefined): string[] {
  if (path === undefined && command === undefined) {
    return [
      'custom health has neither path nor command; an open port says that a process listens, not that it can serve: full disks, lost volumes and recoveries accept connections too, and clients are sent to them; give path, an HTTP path that answers 200 only while reads and writes are served, or command, such as ["pg_isready"] with a write',
    ];
  }
  if (path !== undefined && command !== undefined) {
    return ['custom health has both path and command, of which one is asked; remove the other'];
  }
  if (command !== undefined) {
    return command.some((word) => word !== '')
      ? []
      : ['custom health.command is empty; give the words of a command, such as ["/bin/sh", "-c", "..."]'];
  }
  if (/^\/[A-Za-z0-9._~%/?=&-]*$/.test(path ?? '')) return [];
  return [
    `custom health.path is "${path ?? ''}"; allowed is a / followed by A-Z, a-z, 0-9 and . _ ~ % / ? = & -; write a path such as /ready`,
  ];
}
