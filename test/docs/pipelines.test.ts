import * as fs from 'node:fs';
import * as path from 'node:path';
import { parse } from 'yaml';
import { programFor } from '../../src/cli/program';
import { PLAIN } from '../../src/cli/paint';

const document = fs.readFileSync(path.resolve(__dirname, '../../docs/pipelines.md'), 'utf8');
const program = programFor({ paint: PLAIN, version: '0', print: () => undefined, found: () => undefined });

test('every pipeline is YAML', () => {
  const blocks = [...document.matchAll(/```yaml\n([^]*?)```/g)].map(([, text]) => text!);
  expect(blocks.length).toBeGreaterThanOrEqual(5);
  for (const block of blocks) expect(parse(block)).toBeInstanceOf(Object);
});

test('every command in the document is one that there is, with options and values that it takes', () => {
  const lines = [...document.matchAll(/npx cndr (\w+)([^`\n|>]*)/g)];
  expect(lines.length).toBeGreaterThan(10);
  for (const [, name, rest] of lines) {
    const command = program.commands.find((known) => known.name() === name);
    expect(command?.name()).toBe(name);
    for (const [, flag, value] of rest!.matchAll(/(--[\w-]+)(?: (\w+))?/g)) {
      const option = command!.options.find(({ long }) => long === flag);
      expect(option?.long).toBe(flag);
      if (option?.argChoices) expect(option.argChoices).toContain(value);
    }
  }
});
