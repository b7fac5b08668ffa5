import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { figuresSchema } from '../../reports/figures/schema.ts';
import { captureOutput } from '../capture-output.ts';
import { REPOSITORY } from '../runner/repository.ts';
import type { Experiment } from './experiment.ts';
import { discoverIn } from './models/discover.ts';
import { commandOf } from './run-experiment.ts';

const folder = mkdtempSync(join(tmpdir(), 'deskbench-experiment-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The guide's own example, in a folder of its own: nothing of the project is edited. */
async function fromGuide(): Promise<Experiment> {
  const guide = readFileSync(join(REPOSITORY, 'docs', 'extending.md'), 'utf8');
  const [, code = ''] = /```ts\n(\/\/ harness\/experiments\/longest\/index\.ts\n[\s\S]*?)```/.exec(guide) ?? [];
  const home = pathToFileURL(join(REPOSITORY, 'harness', 'experiments', 'longest', 'index.ts'));
  const anywhere = code.replace(/from '(\.[^']+)'/g, (_, path: string) => `from '${new URL(path, home).href}'`);
  mkdirSync(join(folder, 'longest'));
  writeFileSync(join(folder, 'longest', 'index.ts'), anywhere);
  const found = await discoverIn<Experiment>(folder, 'experiment');
  expect(found).toHaveLength(1);
  return found[0]!;
}

it('an experiment is a folder: its command, files, settings and exit code follow from the declaration', async () => {
  const command = commandOf(await fromGuide());
  expect(command.helpInformation()).toMatch(
    /longest[\s\S]*--most <n>\s+how many are shown \(default: 3\)[\s\S]*--out <dir>/,
  );
  const out = join(folder, 'out');
  const output = captureOutput();
  const { exitCode } = process;
  try {
    await command.parseAsync(['--most', '2', '--out', out, '--seed', 'x'], { from: 'user' });
    expect(process.exitCode).toBe(0);
    expect(output.text()).toMatch(
      /Which sessions of a log are the longest\?[\s\S]*Longest sessions[\s\S]*figures\.json/,
    );
  } finally {
    process.exitCode = exitCode;
    output.end();
  }
  const figures = figuresSchema.parse(JSON.parse(readFileSync(join(out, 'figures.json'), 'utf8')));
  expect(figures.tables[0]?.rows).toHaveLength(2);
  expect(figures.run.seed).toBe('x');
  expect(readFileSync(join(out, 'longest.csv'), 'utf8')).toMatch(/^kind,session,steps\n(measured,.+,\d+\n){2}$/);
});
