/** What is said when a project is written. */
import { textTable } from '../layout';
import type { Paint } from '../paint';
import { changesIn, type ProjectFile } from './files';

export function summaryText(folder: string, files: ProjectFile[], paint: Paint): string {
  const changes = changesIn(files).map(({ path, line, what }) => [`${path}:${line}`, what]);
  return [
    `${files.length} files in ${folder}: ${files.map(({ path }) => path).join(', ')}`,
    '',
    paint.bold('What to change'),
    '  Made-up values that synthesize as they are.',
    ...textTable(changes, '  '),
    '',
    paint.bold('Next'),
    ...textTable(
      [
        ...(folder === '.' ? [] : [[`cd ${shellWord(folder)}`, '']]),
        ['npm install', ''],
        ['npm run synth', paint.dim('manifests, plan and report in dist/, Terraform in cdktf.out/')],
        ['npm test', paint.dim('the promises, as tests')],
      ],
      '  ',
    ),
    '  then open dist/report/index.html',
  ].join('\n');
}

function shellWord(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replace(/'/g, "'\\''")}'`;
}
