import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { writeDataset } from '../../../fixtures/format/write-dataset.ts';
import { embeddedDataset } from '../../bench/data/embedded-dataset.ts';
import { writeManyShards } from '../../bench/sweep/testing/many-shards.ts';
import { SWEEP } from '../goldens/runs.ts';

const CHEAP = ['--policy', 'markov', '--critic', 'max-softmax', '--gate', 'plug-in', '--no-cache'] as const;
const POINT = ['--alpha', '0.1', '--beta', '0.2', '--slip', '0.02'] as const;
/** Every command that keeps episodes, as small as it can be. A word in capitals stands for what `prepare` makes. */
export const KILLED_COMMANDS = {
  headline: [
    ...['headline', '--logs', 'LOGS', '--sessions', '60', '--populations', '2', '--browser-sessions', '0', ...CHEAP],
  ],
  replay: [
    ...['replay', '--logs', 'LOGS', '--sessions', '90', '--populations', '2', '--browser-sessions', '0'],
    ...[...CHEAP, ...POINT],
  ],
  settle: [
    ...['settle', '--logs', 'LOGS', '--populations', '1', '--folds', '2', '--sessions', '60', '--point-sessions', '20'],
    ...[...CHEAP, ...POINT, '--traits', '', '--target', '0.6'],
  ],
  propagation: [
    ...['propagation', '--logs', 'LOGS', '--sessions', '15', ...CHEAP, '--alpha', '0.1', '--beta', '0.2'],
    ...['--target', '0.5', '--more-targets', '0.6'],
  ],
  span: [
    ...['span', '--logs', 'LOGS', '--sessions', '15', ...CHEAP, '--held', '1', '--replications', '2'],
    ...['--target', '0.5'],
  ],
  'fit-preset': ['fit-preset', '--populations', '1', '--sessions', '30', '--taught', '0.02', '--hands-over', '0.4'],
  sensitivity: ['sensitivity', '--trajectories', '1', '--levels', '2', '--sessions', '12', '--taught', '0.02'],
  sweep: ['sweep', '--plan', SWEEP, '--no-cache'],
  shard: ['sweep', '--plan', SWEEP, '--shard', '1/2', '--no-cache'],
  'adaptive-sweep': ['sweep', '--plan', 'ADAPTIVE', '--no-cache'],
  merge: ['merge', 'SHARDS'],
  rollout: [
    ...['rollout', '--days', '4', '--per-day', '8', '--history', '40', '--drift-day', '3', '--repeats', '2', ...CHEAP],
    ...['--target', '0.5'],
  ],
} as const;
export type KilledCommand = keyof typeof KILLED_COMMANDS;

/** Of the two policies one is decided before the last look. */
const ADAPTIVE = {
  axes: { policy: ['markov', 'majority'], critic: ['max-softmax'], gate: ['plug-in'], seed: ['1', '2', '3'] },
  dataset: 240,
  sessions: 60,
  adaptive: { looks: 3, metric: 'sessions_with_wrong_executed', baseline: 'copilot', spending: 'pocock' },
};

/** One comparison, of which the shards that are brought together are copies. */
const ONE = {
  axes: { policy: ['markov'], critic: ['max-softmax'], gate: ['plug-in'] },
  dataset: 90,
  sessions: 20,
};

/** So many that bringing them together takes long enough to be killed in it. */
const SHARDS = 120;

/** Makes what the commands read, in a folder that is there. */
export function prepare(folder: string): void {
  writeDataset(join(folder, 'LOGS'), embeddedDataset(160));
  writeFileSync(join(folder, 'ADAPTIVE'), JSON.stringify(ADAPTIVE));
  writeFileSync(join(folder, 'one.json'), JSON.stringify(ONE));
  const one = join(folder, 'one');
  const args = ['sweep', '--plan', join(folder, 'one.json'), '--shard', '1/1', '--no-cache', '--out', one];
  const { status, stderr } = spawnSync(process.execPath, [...CLI, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  writeManyShards(one, join(folder, 'SHARDS'), SHARDS);
}

/** The words of a command. */
export const wordsOf = (command: KilledCommand, folder: string): string[] =>
  KILLED_COMMANDS[command].map((word) => (/^[A-Z]+$/.test(word) ? join(folder, word) : word));

const tsx = join(dirname(createRequire(import.meta.url).resolve('tsx/package.json')), 'dist/loader.mjs');

/** What node is given to run a command. */
export const CLI = ['--import', tsx, join(import.meta.dirname, '..', '..', 'cli.ts')] as const;
