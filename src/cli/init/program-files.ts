/** `main.ts` and `main.test.ts` of a new project. */
import type { Project } from './project';

export const MAIN = `import { FleetApp } from 'cndr';
import { deploy } from './deployment';

const app = new FleetApp();
deploy(app);
app.synth();
`;

/** Tests of what is promised, not of what is rendered: they survive every change that keeps the promise. */
export function testFile({ pattern }: Project): string {
  const strong = pattern === 'strong';
  return `import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Synthesized } from 'cndr/testing';
import { deploy } from './deployment';

const { plan } = Synthesized.of(deploy);

for (const { name, rpo, rto, faults } of plan.apps) {
  test(\`\${name} is back within its RTO\`, () => {
    const { boundSeconds = Infinity, objectiveSeconds } = rto;
    assert.ok(boundSeconds <= objectiveSeconds, \`\${boundSeconds} s, and the objective is \${objectiveSeconds} s\`);
  });

  test(\`\${name} loses no more than its RPO\`, () => {
    const { boundSeconds = Infinity, objectiveSeconds } = rpo;
    assert.ok(boundSeconds <= objectiveSeconds, \`\${boundSeconds} s, and the objective is \${objectiveSeconds} s\`);
  });

  test(\`\${name} survives the loss of any one site\`, () => {
    const losses = faults.filter(({ fault, sites }) => fault === 'site lost' && sites.length === 1);
    assert.ok(losses.length > 1);
    for (const { sites, servedBy, serviceLost${strong ? ', dataLost' : ''} } of losses) {
      assert.equal(serviceLost, false, \`\${sites.join()} lost\`);
      assert.ok(servedBy.length > 0, \`\${sites.join()} lost\`);${
        strong ? '\n      assert.equal(dataLost, false, `${sites.join()} lost`);' : ''
      }
    }
  });
}
`;
}
