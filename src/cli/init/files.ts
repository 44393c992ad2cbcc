/** The files of a new project. */
import { deploymentFile } from './deployment-file';
import { GITHUB, GITHUB_FILE, GITLAB, GITLAB_FILE } from './pipeline-files';
import { MAIN, testFile } from './program-files';
import type { Project } from './project';
import { readmeFile } from './readme-file';
import { cdktfFile, COMPILER, IGNORED, type OwnPackage, packageFile } from './settings-files';

/** A file by its path below the folder of the project, with slashes. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

export function filesOf(project: Project, own: OwnPackage): ProjectFile[] {
  return [
    { path: 'deployment.ts', text: deploymentFile(project) },
    { path: 'main.ts', text: MAIN },
    { path: 'main.test.ts', text: testFile(project) },
    { path: 'package.json', text: packageFile(project.name, own) },
    { path: 'tsconfig.json', text: COMPILER },
    { path: 'cdktf.json', text: cdktfFile(project.name) },
    { path: '.gitignore', text: IGNORED },
    { path: 'README.md', text: readmeFile(project) },
    ...(project.ci === 'github' ? [{ path: GITHUB_FILE, text: GITHUB }] : []),
    ...(project.ci === 'gitlab' ? [{ path: GITLAB_FILE, text: GITLAB }] : []),
  ];
}

/** A line with a made-up value, and what belongs there. */
export interface Change {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly what: string;
}

/** The lines that say `change:`. */
export function changesIn(files: ProjectFile[]): Change[] {
  return files
    .filter(({ path }) => /\.(ts|yml)$/.test(path))
    .flatMap(({ path, text }) =>
      text.split('\n').flatMap((line, index) => {
        const what = /(?:\/\/|#) change: (.+)$/.exec(line)?.[1];
        return what === undefined ? [] : [{ path, line: index + 1, what }];
      }),
    );
}
