/** The only file of the room that writes. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CliError } from '../cli-error';
import type { ProjectFile } from './files';
import type { OwnPackage } from './settings-files';

/** What a new repository may hold already; it stays as it is. */
const MAY_BE_THERE = ['.git', 'LICENSE', 'README.md'];
const NAMED = 5;

/** @throws CliError when something is in the folder that a project would be mixed with */
export function checkEmpty(folder: string): void {
  const entries = onDisk(folder, () => entriesOf(folder)).filter((name) => !MAY_BE_THERE.includes(name));
  if (entries.length === 0) return;
  const more = entries.length > NAMED ? ` and ${entries.length - NAMED} more` : '';
  throw new CliError(
    `${folder} is not empty: it holds ${entries.slice(0, NAMED).join(', ')}${more}; name an empty folder, in which only ${MAY_BE_THERE.join(', ')} may be`,
  );
}

function entriesOf(folder: string): string[] {
  return fs.existsSync(folder) ? fs.readdirSync(folder).sort() : [];
}

/** Writes the files that are not there yet, and says which. */
export function writeProject(folder: string, files: ProjectFile[]): ProjectFile[] {
  checkEmpty(folder);
  const missing = files.filter((file) => !fs.existsSync(path.join(folder, file.path)));
  for (const file of missing) {
    const target = path.join(folder, file.path);
    onDisk(target, () => {
      fs.mkdirSync(path.dirname(target), { recursive: true });
      // Never over a file that came in between.
      fs.writeFileSync(target, file.text, { flag: 'wx' });
    });
  }
  return missing;
}

/** A folder that is a file, is not ours, or is full is no error of this program. */
function onDisk<T>(target: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new CliError(
      `${target} cannot be used: ${(error as Error).message}; name an empty folder that can be written to`,
    );
  }
}

/** package.json of this package. */
export function ownPackage(): OwnPackage {
  return JSON.parse(fs.readFileSync(path.join(__dirname, '../../../package.json'), 'utf8')) as OwnPackage;
}
