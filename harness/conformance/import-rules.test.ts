import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from '../runner/repository.ts';

const biome = join(dirname(createRequire(import.meta.url).resolve('@biomejs/biome/package.json')), 'bin', 'biome');

const use = (from: string) => `import { x } from '${from}';\nexport const y = x;\n`;

const violations: [place: string, code: string, message: RegExp][] = [
  ['fixtures/canary.ts', use('../simulators/desk/x.ts'), /never import one another/],
  ['simulators/desk/canary.ts', use('../../policies/models/x.ts'), /never import one another/],
  ['policies/canary.ts', use('../reports/x.ts'), /never import one another/],
  ['reports/canary.ts', use('../fixtures/x.ts'), /never import one another/],
  ['reports/canary.ts', `import type { X } from '../fixtures/x.ts';\nexport type Y = X;\n`, /never import one another/],
  ['reports/canary.test.ts', use('../fixtures/x.ts'), /never import one another/],
  ['simulators/canary.ts', use('../harness/engine/x.ts'), /may import the contract and shared helpers only/],
  ['harness/contract/canary.ts', use('../engine/x.ts'), /imports none of our code/],
  ['harness/shared/canary.ts', use('../engine/x.ts'), /know the contract only/],
  ['policies/canary.ts', `import seedrandom from 'seedrandom';\nexport const x = seedrandom;\n`, /seeds generators/],
  [
    'harness/runner/canary.ts',
    `import { alea } from 'seedrandom/lib/alea';\nexport const x = alea;\n`,
    /seeds generators/,
  ],
  ['reports/canary.ts', `export const x = import('seedrandom');\n`, /seeds generators/],
  ['harness/engine/canary.ts', use('../../simulators/desk/x.ts'), /knows the contract only/],
  ['harness/engine/canary.ts', use('../runner/x.ts'), /knows the contract only/],
  ['harness/deployment/canary.ts', use('../../policies/x.ts'), /contract and the engine only/],
  ['harness/runner/canary.ts', use('../experiments/x.ts'), /contract and the engine only/],
  ['harness/bench/canary.ts', use('../experiments/settle/index.ts'), /knows none of them/],
  ['harness/experiments/settle/canary.ts', use('../span/x.ts'), /No experiment imports another/],
  ['harness/experiments/settle/canary.ts', use('../../experiments/span/x.ts'), /No experiment imports another/],
  ['harness/experiments/canary.ts', use('playwright'), /drive a browser/],
  ['simulators/operators/canary.ts', use('playwright'), /drive a browser/],
  ['harness/experiments/canary.ts', use('onnxruntime-node'), /runs models/],
  ['policies/models/canary.ts', use('onnxruntime-node'), /runs models/],
  ['simulators/desk/model/canary.ts', 'export const title = document.title;\n', /global variable document/],
  ['harness/engine/canary.ts', 'export const x = Math.random();\n', /not seeded/],
  ['simulators/canary.ts', 'export const x = Date.now();\n', /wall clock/],
  ['harness/experiments/canary.ts', 'export const x = performance.now();\n', /wall clock/],
  ['reports/canary.ts', 'export const x = new Date();\n', /wall clock/],
  ['harness/experiments/canary.ts', "process.stdout.write('x');\n", /output\.ts prints/],
  ['harness/canary.ts', "process.stderr.write('x');\n", /output\.ts prints/],
  ['harness/experiments/canary.ts', "console.log('x');\n", /output\.ts prints/],
  ['policies/canary.ts', "console.error('x');\n", /output\.ts prints/],
  ['simulators/desk/page/canary.tsx', "console.warn('x');\n", /output\.ts prints/],
  ['harness/runner/canary.ts', 'const { log } = console;\nlog(1);\n', /global variable console/],
  ['harness/runner/canary.ts', "import { stdout } from 'node:process';\nstdout.write('x');\n", /output\.ts prints/],
  ['harness/runner/canary.ts', "const { stdout } = process;\nstdout.write('x');\n", /output\.ts prints/],
  ['harness/runner/canary.ts', "import { writeSync } from 'node:fs';\nwriteSync(1, 'x');\n", /output\.ts prints/],
];

const allowed: [place: string, code: string][] = [
  ['fixtures/canary.ts', use('../harness/contract/session.ts')],
  ['harness/deployment/canary.ts', use('../engine/x.ts')],
  ['policies/canary.ts', use('../harness/shared/x.ts')],
  ['harness/shared/canary.ts', use('../contract/x.ts')],
  ['policies/canary.test.ts', `import seedrandom from 'seedrandom';\nexport const x = seedrandom;\n`],
  ['harness/experiments/settle/canary.ts', use('../../../simulators/desk/x.ts')],
  ['harness/experiments/settle/canary.ts', use('../../bench/data/x.ts')],
  ['harness/bench/data/canary.ts', use('../../deployment/x.ts')],
  ['policies/networks/onnx/canary.ts', use('onnxruntime-node')],
  ['simulators/desk/browser/launch.ts', use('playwright')],
  ['simulators/desk/page/canary.ts', 'export const title = document.title;\n'],
  ['harness/runner/wall-clock.ts', 'export const x = performance.now();\n'],
  ['harness/runner/output.ts', "process.stdout.write('x');\n"],
  ['harness/experiments/canary.ts', 'const { argv } = process;\nexport const x = argv;\n'],
];

/** Plants every file in a copy of the lint settings, lints them in one run, and returns each file's messages. */
function lintPlanted(files: readonly { path: string; code: string }[]): Map<string, string> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'deskbench-canary-')));
  planted.push(root);
  cpSync(join(REPOSITORY, 'biome.json'), join(root, 'biome.json'));
  cpSync(join(REPOSITORY, '.ci', 'lint'), join(root, '.ci', 'lint'), { recursive: true });
  for (const { path, code } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), code);
  }
  const run = spawnSync(
    process.execPath,
    [biome, 'lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=github', '.'],
    { cwd: root, encoding: 'utf8' },
  );
  const messages = new Map(files.map(({ path }) => [path, '']));
  for (const line of run.stdout.split('\n')) {
    const file = /^::\w+ .*?file=([^,]+)/.exec(line)?.[1];
    const path = file && relative(root, resolve(root, file));
    if (path && messages.has(path)) messages.set(path, `${messages.get(path)}${line}\n`);
  }
  return messages;
}

const planted: string[] = [];
afterAll(() => {
  for (const root of planted) rmSync(root, { recursive: true, force: true });
});

/** Numbers the file names, so that several plants may stand in one folder. */
const numbered = (place: string, index: number) => place.replace('canary', `canary${index}`);

describe('the import rules', () => {
  let messages = new Map<string, string>();
  beforeAll(() => {
    messages = lintPlanted(
      [...violations, ...allowed].map(([place, code], index) => ({ path: numbered(place, index), code })),
    );
  });

  it.each(violations.map(([place, code, message], index) => ({ place, code, message, index })))(
    'find the violation planted in $place: $code',
    ({ place, message, index }) => {
      expect(messages.get(numbered(place, index))).toMatch(message);
    },
  );

  it.each(allowed.map(([place, code], index) => ({ place, code, index: index + violations.length })))(
    'let through what the design allows in $place: $code',
    ({ place, index }) => {
      expect(messages.get(numbered(place, index))).not.toMatch(
        /noRestricted|wall clock|not seeded|seeds generators|runs models|drive|prints/,
      );
    },
  );
});
