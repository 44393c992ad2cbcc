/** README.md of a new project. */
import { GITHUB_FILE, GITLAB_FILE } from './pipeline-files';
import { PATTERN_CLASSES } from './application-code';
import { WORKLOADS } from './fits';
import type { Project } from './project';

export function readmeFile(project: Project): string {
  const { name, pattern, workload, sites, rpo, rto } = project;
  const where = sites.map((site) => `${site.name} (${site.region})`).join(', ');
  return `# ${name}

${WORKLOADS[workload]}, over ${where}: \`${PATTERN_CLASSES[pattern]}\` with an RPO of ${rpo} and an RTO of ${rto}.
Made by \`cndr init\`.

\`\`\`sh
npm install
npm run synth      # dist/: manifests, plan and report; cdktf.out/: Terraform
npm test           # the promises, as tests
npm run check      # findings, for pipelines too
npm run plan       # bounds with their terms, the fault table, what has to be there first

# what a change does to RPO, RTO, faults and objects, with an earlier dist/ in old/
npm run diff -- old/dist dist
\`\`\`

No cluster and no cloud account is needed for any of them. Begin with \`dist/report/index.html\`, or \`npm run plan\`.

## What to do next

1. Put in what only you know. This lists the lines, all of which synthesize as they are:
   \`grep -n 'change: ' *.ts${project.ci === 'gitlab' ? ` ${GITLAB_FILE}` : ''}\`
2. Prepare what \`npm run plan\` lists under PREREQUISITES: operators, Secrets, StorageClasses, DNS.
3. Deploy: \`dist/<cluster>/\` with Argo CD, Flux or \`kubectl apply --server-side -f\`, \`cdktf.out/\` with Terraform or OpenTofu.
   Where GitOps reads this repository, take \`dist/\` out of \`.gitignore\`.
${pipelineStep(project)}
\`deployment.ts\` is what is deployed, \`main.ts\` writes it, \`main.test.ts\` holds it to its promises.
`;
}

function pipelineStep({ ci }: Project): string {
  if (ci === 'none') return '';
  const file = ci === 'github' ? GITHUB_FILE : GITLAB_FILE;
  return `4. Commit all of it with \`package-lock.json\` to the main branch: \`${file}\` compares each change with it.\n`;
}
