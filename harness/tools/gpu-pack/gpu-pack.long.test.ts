import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../../runner/repository.ts';

const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/cli.mjs');
const TINY = join(REPOSITORY, 'policies/families/encoder/testing/tiny-encoder');
/** All-MiniLM-L6-v2, where there is one. */
const ENCODER = process.env.DESKBENCH_ENCODER;

/** Without network where the kernel lets a user leave it. */
const withoutNetwork = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];

const packs = [
  { name: 'a tiny encoder', encoder: TINY, bringsNode: true },
  ...(ENCODER === undefined ? [] : [{ name: 'all-MiniLM-L6-v2', encoder: ENCODER, bringsNode: false }]),
];

it.skipIf(process.platform !== 'linux' || process.arch !== 'x64').each(packs)(
  'a pack with $name fits, and runs with an empty HOME, on the CPU, without network',
  ({ encoder, bringsNode }) => {
    const root = mkdtempSync(join(tmpdir(), 'deskbench-pack-run-'));
    try {
      const home = join(root, 'home');
      mkdirSync(home);
      const made = spawnSync(
        process.execPath,
        [tsx, join(import.meta.dirname, 'run.ts'), '--out', root, '--encoder', encoder],
        {
          encoding: 'utf8',
        },
      );
      expect(made.stderr).toBe('');
      expect(made.stdout).toContain(bringsNode ? 'It brings Node' : 'Node is not in it');
      const archive = join(root, 'deskbench-gpu-pack.tar.gz');
      expect(statSync(archive).size).toBeLessThanOrEqual(64 * 2 ** 20);
      expect(spawnSync('tar', ['xzf', archive, '-C', root]).status).toBe(0);
      const own = [
        'env',
        '-i',
        `HOME=${home}`,
        `PATH=${bringsNode ? '/usr/bin:/bin' : `${dirname(process.execPath)}:/usr/bin:/bin`}`,
      ];
      const asked = ['--providers', 'cpu', '--sessions', '30', '--steps', '3', '--minutes', '5'];
      const [command, ...args] = [...withoutNetwork, ...own, join(root, 'deskbench-gpu-pack/run.sh'), ...asked];
      const run = spawnSync(command!, args, { encoding: 'utf8', cwd: root });
      // So few sessions agree, and say nothing: no verdict.
      expect({ status: run.status, text: run.stderr }).toMatchObject({ status: 4 });
      const result = JSON.parse(readFileSync(join(root, 'gpu-check.json'), 'utf8'));
      const rows = result.tables[0].rows.map(({ cells }: { cells: Record<string, unknown> }) => cells);
      expect(rows.map(({ model }: { model: string }) => model)).toEqual([
        ...['policy ngram', 'critic ngram', 'policy encoder', 'critic encoder'],
      ]);
      for (const row of rows)
        expect(row).toMatchObject({ provider: 'cpu', steps: 3, flipped: 0, loss_difference: '0.0e+0' });
      // It writes nothing but its result.
      expect(readdirSync(home)).toEqual([]);
      expect(readdirSync(root).sort()).toEqual([
        'deskbench-gpu-pack',
        'deskbench-gpu-pack.tar.gz',
        'gpu-check.json',
        'home',
      ]);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  },
);
